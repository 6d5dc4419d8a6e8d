package io.oncegate.systemtest;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import java.util.List;
import java.util.Map;

/**
 * A page that uses {@code idempotent-fetch}, told what to do by a test; see {@code harness.js}.
 *
 * @param page it
 */
record ModulePage(Page page) {

    /** Opens one more page of somebody. */
    static ModulePage open(BrowserContext person, ScriptedServer server) {
        Page page = person.newPage();
        page.navigate(server.address());
        page.waitForFunction("() => window.stored");
        return new ModulePage(page);
    }

    /** Makes an attempt; its key. */
    String begin() {
        return begin("{}");
    }

    /** Makes an attempt, with further options in JavaScript. */
    String begin(String options) {
        return (String) page.evaluate("() => begin(%s)".formatted(options));
    }

    /** Sends it, and says in words how that ended. */
    String send(String key) {
        return (String) page.evaluate("key => send(key, { Authorization: 'Basic c2VjcmV0' })", key);
    }

    /** Begins to send it. */
    void start(String key) {
        page.evaluate("key => start(key, { Authorization: 'Basic c2VjcmV0' })", key);
    }

    /** How what was started ended. */
    String started() {
        return (String) page.evaluate("() => started");
    }

    /** The keys of the open attempts. */
    List<Object> openKeys() {
        return open().stream().map(attempt -> attempt.get("key")).toList();
    }

    /** The open attempts, which can be sent from here from then on. */
    List<Map<String, Object>> open() {
        return open("{}");
    }

    /** The same, with further options in JavaScript. */
    @SuppressWarnings("unchecked")
    List<Map<String, Object>> open(String options) {
        return (List<Map<String, Object>>) page.evaluate("() => open_(%s)".formatted(options));
    }

    /** Everything that is stored. */
    String stored() {
        return (String) page.evaluate("() => stored()");
    }

    /** How long was slept, in milliseconds. */
    @SuppressWarnings("unchecked")
    List<Object> sleeps() {
        return (List<Object>) page.evaluate("() => sleeps");
    }

    /** The name of the error that something fails with. */
    String failing(String action) {
        return (String) page.evaluate("() => failing(async () => %s)".formatted(action));
    }

    Object evaluate(String expression) {
        return page.evaluate(expression);
    }
}
