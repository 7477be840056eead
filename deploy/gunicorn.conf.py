"""gunicorn behind a proxy that takes slow clients off its hands. No setting here needs to be changed by hand."""

import os
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from journal.formats.log_lines import CONFIG  # noqa: E402 - found only now that the path knows where

wsgi_app = "wsgi:application()"
chdir = str(ROOT)
host, port = os.environ.get("JOURNAL_HOST") or "127.0.0.1", os.environ.get("JOURNAL_PORT") or "5000"
bind = f"[{host}]:{port}" if ":" in host else f"{host}:{port}"

worker_class = "gthread"
workers = int(os.environ.get("WEB_CONCURRENCY") or 2)
threads = 8  # as many as the pool of database connections is made for
max_requests = 5000  # a worker starts afresh now and then, each at another time
max_requests_jitter = 500
timeout = 60
graceful_timeout = 20
keepalive = 5
preload_app = False  # an open SQLite file must not cross a fork
umask = 0o077
worker_tmp_dir = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None  # noqa: S108 - a heartbeat, in memory
control_socket_disable = True

accesslog = None  # the journal logs its requests itself, without what people wrote
errorlog = "-"
logconfig_dict = CONFIG  # gunicorn's own lines are JSON too
forwarded_allow_ips = os.environ.get("FORWARDED_ALLOW_IPS") or "127.0.0.1,::1"
if "*" in forwarded_allow_ips:
    sys.exit("FORWARDED_ALLOW_IPS must name the proxy. With * anybody could claim to be it.")
