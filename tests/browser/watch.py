"""Sees what a page does that it should not."""

from urllib.parse import urlsplit

from playwright.sync_api import BrowserContext, ConsoleMessage, Request, Response, WebError

# A navigation that becomes a download, or pictures left behind by going on: the browser's own doing.
ABORTED = "net::ERR_ABORTED"

HARMLESS = (
    "Failed to load resource: the server responded with a status of",  # the test looks at the answer itself
    "Error with Permissions-Policy header: Unrecognized feature",  # an older Chromium need not know what it is denied
)


class Watch:
    """Collects faults of every window it follows."""

    def __init__(self, address: str) -> None:
        self.host = urlsplit(address).netloc
        self.allowed: set[int] = set()
        self.faults: list[str] = []
        self.requests = 0

    def start(self) -> None:
        """Begin a test with nothing against the pages."""
        self.allowed, self.faults, self.requests = set(), [], 0

    def stop(self) -> None:
        """Fail when something was seen."""
        assert not self.faults, "\n".join(self.faults)

    def follow(self, context: BrowserContext) -> None:
        """See everything in this window."""
        context.on("console", self._console)
        context.on("weberror", self._error)
        context.on("request", self._request)
        context.on("requestfailed", self._failed)
        context.on("response", self._response)

    def _console(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning", "assert"} and not message.text.startswith(HARMLESS):
            self.faults.append(f"console {message.type}: {message.text[:300]} ({message.location.get('url')})")

    def _error(self, error: WebError) -> None:
        self.faults.append(f"error in the page: {error.error}")

    def _request(self, request: Request) -> None:
        self.requests += 1
        address = urlsplit(request.url)
        if address.netloc != self.host and address.scheme not in {"data", "blob", "about"}:
            self.faults.append(f"a request to another machine: {request.url}")

    def _failed(self, request: Request) -> None:
        if request.failure != ABORTED:
            self.faults.append(f"{request.url} failed: {request.failure}")

    def _response(self, response: Response) -> None:
        meant = response.status in self.allowed and response.request.is_navigation_request()
        if response.status >= 400 and not meant:
            self.faults.append(f"{response.url} answered {response.status}")
