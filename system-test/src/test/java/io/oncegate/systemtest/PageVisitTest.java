package io.oncegate.systemtest;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.CDPSession;
import com.microsoft.playwright.Locator;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Coming to the order page and being there: who, in which language, and by which means (contract 10). */
class PageVisitTest extends ShopTest {

    @Test
    void thePageComesThroughTheGatewayWithWhatProtectsItAndCanOnlyBeRead() {
        Http.Reply page = shop.http().send(shop.http().anonymously("/"));
        Http.Reply posted = shop.http().send(shop.http().anonymously("/").POST(BodyPublishers.ofString("{}")));

        assertThat(page.status()).isEqualTo(200);
        assertThat(page.response().headers().allValues("Content-Security-Policy"))
                .singleElement()
                .asString()
                .startsWith("default-src 'self';");
        assertThat(page.response().headers().allValues("X-Content-Type-Options"))
                .containsExactly("nosniff");
        assertThat(page.response().headers().allValues("Referrer-Policy")).containsExactly("no-referrer");
        assertThat(page.header("ETag")).isPresent();
        assertThat(posted.status()).isEqualTo(404);
    }

    @Test
    void aWrongPasswordIsSaidInWordsAndTheBrowserAsksForNone() {
        Tab tab = alice.open();
        List<String> asked = browserAsks(tab);

        tab.signIn("alice", "guessed");

        assertThat(tab.page().locator("#sign-in-fault")).containsText("do not belong together");
        assertThat(tab.announcement()).containsText("do not belong together");
        assertThat(tab.page().locator("#password")).isFocused();
        assertThat(asked).isEmpty();
    }

    @Test
    void whoIsSignedInStaysSoInTheTabAndNowhereElse() {
        Tab tab = alice.signIn();
        tab.page().reload();
        tab.awaitProducts();
        Tab other = alice.open();
        assertThat(other.page().locator("#sign-in")).isVisible();

        tab.press("Sign out");
        tab.page().reload();

        assertThat(tab.page().locator("#sign-in")).isVisible();
        assertThat(tab.page().locator("#signed-in")).isHidden();
    }

    @Test
    void everythingCanBeDoneWithTheKeyboardAlone() {
        Tab tab = alice.open();
        tab.page().focus("#name");
        tab.page().keyboard().type("alice");
        tab.page().keyboard().press("Tab");
        tab.page().keyboard().type("alice");
        tab.page().keyboard().press("Enter");
        tab.awaitProducts();

        tabTo(tab, "[name=prodCode]");
        tab.page().keyboard().press("ArrowDown");
        tabTo(tab, "#amount");
        tab.page().keyboard().type(amount);
        tab.page().keyboard().press("Enter");
        assertThat(tab.notice("placed")).isFocused();
        tabTo(tab, ".notice button");
        tab.page().keyboard().press("Space");

        assertThat(tab.notice("placed")).hasCount(0);
        assertThat(shop.tables().ordersOf(amount)).isEqualTo(1);
    }

    private static void tabTo(Tab tab, String selector) {
        for (int steps = 0; steps < 20; steps++) {
            tab.page().keyboard().press("Tab");
            if ((boolean) tab.page().evaluate("s => document.activeElement.matches(s)", selector)) {
                return;
            }
        }
        throw new AssertionError("the keyboard does not lead to " + selector);
    }

    @Test
    void thePageSpeaksTheBrowsersLanguageAndRemembersAnother() {
        try (Shopper chinese = visitor(new Browser.NewContextOptions().setLocale("zh-CN"))) {
            Tab tab = chinese.signIn();
            Locator title = tab.page().locator("#order-title");
            assertThat(tab.page().locator("html")).hasAttribute("lang", "zh-Hans");
            assertThat(title).hasText("\u65b0\u8ba2\u5355");
            assertThat(tab.page().locator(".tile").nth(2)).containsText("\u53f0\u706f");

            tab.press("English");
            tab.page().reload();

            assertThat(title).hasText("New order");
            assertThat(tab.page().locator("html")).hasAttribute("lang", "en");
        }
    }

    /** Tells of each time that the browser is about to ask for a password itself. */
    private static List<String> browserAsks(Tab tab) {
        List<String> asked = new ArrayList<>();
        CDPSession session = tab.page().context().newCDPSession(tab.page());
        session.on("Fetch.authRequired", event -> asked.add(event.toString()));
        session.on("Fetch.requestPaused", event -> {
            JsonObject request = new JsonObject();
            request.add("requestId", event.get("requestId"));
            session.send("Fetch.continueRequest", request);
        });
        JsonObject all = new JsonObject();
        all.addProperty("handleAuthRequests", true);
        session.send("Fetch.enable", all);
        return asked;
    }
}
