package io.oncegate.systemtest;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** The operators' page in a tab of a browser. */
final class OperatorTab {

    private final Page page;
    private final List<String> complaints = new ArrayList<>();

    OperatorTab(Page page, URI management, String place) {
        this.page = page;
        page.onPageError(complaints::add);
        page.onConsoleMessage(message -> {
            if (message.type().equals("error") && !message.text().startsWith("Failed to load resource")) {
                complaints.add(message.text());
            }
        });
        page.navigate(management + "/operators/" + place);
    }

    /** The address of alice's entry, behind the page's own. */
    static String entry(String key) {
        return "#namespace=things&caller=alice&key=" + URLEncoder.encode(key, StandardCharsets.UTF_8);
    }

    Page page() {
        return page;
    }

    Locator at(String selector) {
        return page.locator(selector);
    }

    OperatorTab signIn(String name, String secret) {
        page.fill("#sign-in-name", name);
        page.fill("#sign-in-secret", secret);
        page.press("#sign-in-secret", "Enter");
        return this;
    }

    OperatorTab signedIn(String name) {
        signIn(name, name);
        assertThat(at("#desk")).isVisible(Tab.patiently());
        return this;
    }

    void search(String key) {
        page.fill("#key", key);
        page.press("#key", "Enter");
    }

    /** Follows the link of this key's entry; for a moment the list from before a search is still there. */
    void choose(String key) {
        at(".entry a").filter(new Locator.FilterOptions().setHasText(key)).click();
    }

    /** Asks for a change, with a reason, and goes through with it. */
    void change(String action, String reason) {
        at("#" + action).click();
        page.fill("#reason", reason);
        at("#confirm").click();
    }

    void assertState(String state) {
        assertThat(at("#state")).hasText(state);
    }

    /** What went wrong in the browser, violations of the page's policy included. */
    List<String> complaints() {
        return complaints;
    }
}
