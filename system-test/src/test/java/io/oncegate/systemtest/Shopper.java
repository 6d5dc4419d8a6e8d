package io.oncegate.systemtest;

import com.microsoft.playwright.BrowserContext;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;

/** Somebody with a browser, whose tabs share what pages store. Ending it complains of whatever went wrong in a tab. */
final class Shopper implements AutoCloseable {

    private final BrowserContext browser;
    private final URI shop;
    private final List<Tab> tabs = new ArrayList<>();

    Shopper(BrowserContext browser, URI shop) {
        this.browser = browser;
        this.shop = shop;
    }

    /** Opens the page in a new tab. */
    Tab open() {
        Tab tab = new Tab(browser.newPage(), shop);
        tabs.add(tab);
        tab.load();
        return tab;
    }

    /** Opens the page in a new tab and signs in as alice. */
    Tab signIn() {
        Tab tab = open();
        tab.signIn("alice", "alice");
        tab.awaitProducts();
        return tab;
    }

    @Override
    public void close() {
        List<String> complaints =
                tabs.stream().flatMap(tab -> tab.complaints().stream()).toList();
        browser.close();
        if (!complaints.isEmpty()) {
            throw new AssertionError("the browser complained: " + complaints);
        }
    }
}
