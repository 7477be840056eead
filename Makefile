PYTHON ?= python3
RUN = $(PYTHON) scripts/environment.py
TEST = $(PYTHON) scripts/environment.py --tests

.PHONY: run test trials mutants demo check benchmark screenshots languages lock sbom audit

run: ## Serve the journal at http://127.0.0.1:5000
	@$(RUN) python app.py

demo: ## Fill a made-up patient's 150 days and say how to log in
	@$(RUN) flask --app app demo

test: check ## Install what the tests need and pass all of them
	@$(TEST) python scripts/browser.py
	@$(TEST) python scripts/fhir_definitions.py
	@$(TEST) python -m coverage erase
	@$(TEST) python -m coverage run -m pytest -m "not browser" -n 2 --hypothesis-profile thorough
	@$(TEST) python -m coverage combine -q >/dev/null
	@$(TEST) python scripts/coverage_floors.py
	@$(TEST) python -m pytest -m "not browser" -n 2 --database postgresql
	@$(TEST) python -m pytest tests/faults -n 2
	@$(TEST) python -m pytest -m browser -n 2 --dist loadfile

trials: ## Kill it, cut its power, load it, ask the dearest of every address, send it 100,000 requests nobody would send
	@$(TEST) python scripts/compiler.py
	@$(TEST) python -m pytest tests/trials/test_bounds.py tests/trials/test_load.py tests/trials/test_power.py
	@$(TEST) python -m pytest tests/trials/test_fuzz.py -n 2

mutants: ## Change one module of the rules in every small way: MODULE=journal/core/plan/adherence.py, ten minutes at most
	@$(TEST) python scripts/mutants.py $(MODULE) $(TESTS)

check: ## Style, types, the arrows between the rings, templates
	@$(TEST) ruff check .
	@$(TEST) ruff format --check .
	@$(TEST) mypy
	@$(TEST) python -c "import sys; sys.path.insert(0, '.'); from importlinter.cli import lint_imports; sys.exit(lint_imports(no_cache=True))"
	@$(TEST) djlint templates --lint --quiet

benchmark: ## A table of ratios against a bare program of the same parts
	@$(TEST) python -m benchmarks

screenshots: ## Take the README's pictures anew from the demo
	@$(TEST) python scripts/screenshots.py

languages: ## Write the list of messages anew, bring every translation up to it, and say what does not fit
	@$(TEST) python -m scripts.languages

sbom: ## Write sbom.json: every package the journal runs on (CycloneDX)
	@$(TEST) cyclonedx-py requirements requirements.txt --output-reproducible --output-file sbom.json

audit: ## Ask whether a vulnerability is known in one of them; says NOT AUDITED when nobody could be asked
	@$(TEST) python scripts/audit.py

lock: ## Pin the requirements anew, with hashes, for every platform (needs uv)
	uv pip compile --universal --generate-hashes --no-emit-index-url --no-header --python-version 3.11 requirements.in -o requirements.txt
	uv pip compile --universal --generate-hashes --no-emit-index-url --no-header --python-version 3.11 requirements-dev.in -o requirements-dev.txt
