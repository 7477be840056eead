# The journal for one family or one practice, behind a proxy with HTTPS: see compose.yaml and docs/operating.md.

FROM python:3.11-slim-bookworm AS parts
COPY requirements.txt .
RUN python -m venv /opt/journal \
 && /opt/journal/bin/pip install --no-cache-dir --disable-pip-version-check --require-hashes -r requirements.txt \
 && /opt/journal/bin/pip uninstall --yes pip setuptools

FROM python:3.11-slim-bookworm
RUN groupadd --gid 10001 journal \
 && useradd --uid 10001 --gid journal --no-create-home --home-dir /tmp --shell /usr/sbin/nologin journal \
 && install --directory --mode=0700 --owner=journal --group=journal /data
COPY --from=parts /opt/journal /opt/journal
WORKDIR /srv/journal
COPY LICENSE alembic.ini app.py wsgi.py ./
COPY journal journal
COPY migrations migrations
COPY static static
COPY templates templates
COPY translations translations
COPY deploy deploy
# COPY keeps the modes of the clone; under umask 077 they would keep the journal's user out.
RUN /opt/journal/bin/python -m compileall -q app.py wsgi.py journal migrations \
 && chmod -R a+rX .

# Everything but /data and /tmp may be read-only. What SQLite sets aside for a moment may be as large as the record.
ENV PATH=/opt/journal/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    HOME=/tmp \
    MPLCONFIGDIR=/tmp/matplotlib \
    JOURNAL_INSTANCE=/data \
    SQLITE_TMPDIR=/data \
    JOURNAL_HOST=0.0.0.0 \
    JOURNAL_PORT=8000
VOLUME /data
EXPOSE 8000
USER 10001:10001
HEALTHCHECK --interval=30s --timeout=5s --start-period=20s --retries=3 \
    CMD ["python", "deploy/healthy.py"]
CMD ["gunicorn", "--config", "deploy/gunicorn.conf.py", "--no-control-socket"]
