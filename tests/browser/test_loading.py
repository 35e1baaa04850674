"""How soon the chat is there on a slow line and a slow phone, and what it fetches."""

from __future__ import annotations

from urllib.parse import urlsplit

from playwright.sync_api import expect

from tests.browser.chat_page import ChatPage

# "Slow 3G" of Chromium's developer tools: 400 kbit/s with 2 s to and fro.
SLOW_3G = {
    "offline": False,
    "latency": 2000,
    "downloadThroughput": 400_000 / 8,
    "uploadThroughput": 400_000 / 8,
}
# A cheap phone against this machine, as Lighthouse has it.
SLOW_PHONE = 4
SHELL_SECONDS = 1.0

# When the field can be seen, and what was fetched until then.
WATCH = """
window.shell = new Promise((resolve) => {
  const look = () => {
    const field = document.querySelector("taghtia-chat")?.shadowRoot?.querySelector(".field");
    if (!field?.getClientRects().length) return requestAnimationFrame(look);
    const entries = performance.getEntriesByType("resource");
    const script = entries.find((e) => /widget/.test(e.name)).responseEnd;
    const waited = entries.filter((e) => e.startTime > script).map((e) => e.name);
    resolve({ seen: performance.now(), script, waited });
  };
  requestAnimationFrame(look);
});
window.vitals = { lcp: 0, cls: 0 };
const watch = (type, take) => new PerformanceObserver((list) => list.getEntries().forEach(take))
  .observe({ type, buffered: true });
watch("largest-contentful-paint", (e) => { vitals.lcp = e.startTime; });
watch("layout-shift", (e) => { vitals.cls += e.value; });
"""


def test_on_slow_3g_the_chat_is_seen_within_a_second_of_its_script(channel, visit):
    visitor = visit("ar", service_workers="block")
    page = visitor.context.new_page()
    page.add_init_script(WATCH)
    devtools = visitor.context.new_cdp_session(page)
    devtools.send("Network.enable")
    devtools.send("Network.emulateNetworkConditions", SLOW_3G)
    devtools.send("Performance.enable")
    page.goto(channel.url, timeout=60_000)
    shell = page.evaluate("window.shell")
    metrics = {m["name"]: m["value"] for m in devtools.send("Performance.getMetrics")["metrics"]}
    # Once the script is there nothing more is waited for, so that only work is left: it is counted
    # in processor time, which other programs on this machine do not change.
    assert shell["waited"] == []
    assert metrics["ThreadTime"] * SLOW_PHONE <= SHELL_SECONDS
    # Nothing of the page jumps when the chat takes its place.
    assert page.evaluate("window.vitals.cls") < 0.1


def test_something_is_read_before_the_script_is_there(channel, visit):
    page = visit("ar", java_script_enabled=False).open(channel.url)
    expect(page.get_by_role("heading", name="تغطية Taghtia")).to_be_visible()
    expect(page.get_by_text("Taghtia répond aux questions des étudiants")).to_be_visible()


def test_a_whole_conversation_asks_nobody_but_our_server(channel, visit):
    visitor = visit("fr")
    chat = ChatPage(visitor.open(channel.url))
    channel.answers["carte"] = [{"text": "https://www.google.com/maps?q=1", "language": "fr"}]
    chat.ask("carte")
    chat.menu("Thème sombre")
    chat.press("العربية")
    expect(chat.answers).to_have_count(2)
    hosts = {urlsplit(url).netloc for url in visitor.asked}
    assert hosts == {urlsplit(channel.url).netloc}


def test_a_first_visit_is_small(channel, visit):
    page = visit("ar", service_workers="block").open(channel.url)
    expect(page.locator(".welcome")).to_be_visible()
    size = page.evaluate(
        """() => performance.getEntriesByType("resource")
             .concat(performance.getEntriesByType("navigation"))
             .reduce((sum, entry) => sum + entry.encodedBodySize, 0)"""
    )
    assert size <= 32 * 1024


def test_the_page_opens_again_without_a_network(channel, visit):
    visitor = visit("fr")
    page = visitor.open(channel.url)
    page.wait_for_function("navigator.serviceWorker.ready.then(() => true)")
    visitor.context.set_offline(True)
    page.reload()
    expect(page.get_by_role("heading", name="Bonjour, je suis Taghtia.")).to_be_visible()
