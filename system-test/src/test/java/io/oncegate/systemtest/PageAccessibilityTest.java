package io.oncegate.systemtest;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.options.ColorScheme;
import java.util.Locale;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every state of the order page can be used by everybody: light and dark, wide and narrow, in both languages. */
class PageAccessibilityTest extends ShopTest {

    private String look = "";

    @ParameterizedTest
    @CsvSource({"LIGHT, en-GB, 1200", "DARK, zh-CN, 360"})
    void noStateOfThePageHasASeriousFault(ColorScheme scheme, String locale, int width) {
        look = scheme.name().toLowerCase(Locale.ROOT) + "-" + locale + "-" + width;
        Browser.NewContextOptions options = new Browser.NewContextOptions()
                .setColorScheme(scheme)
                .setLocale(locale)
                .setViewportSize(width, 800);
        try (Shopper somebody = visitor(options)) {
            Tab tab = signedOut(somebody);
            form(tab);
            waitingAndUnknown(tab);
            placedAndQuestion(tab);
        }
    }

    private Tab signedOut(Shopper somebody) {
        Tab tab = somebody.open();
        assertSound(tab, "signed-out");
        tab.signIn("alice", "guessed");
        assertThat(tab.page().locator("#sign-in-fault")).isVisible();
        assertSound(tab, "wrong-password");
        return tab;
    }

    private void form(Tab tab) {
        tab.signIn("alice", "alice");
        tab.awaitProducts();
        assertSound(tab, "form");
        tab.placeButton().click();
        assertThat(tab.page().locator("#amount-fault")).isVisible();
        assertSound(tab, "faults");
    }

    private void waitingAndUnknown(Tab tab) {
        tab.choose("SKU-1", amount);
        Hold order = shop.holdOrder();
        tab.placeButton().click();
        order.awaitRequests();
        assertSound(tab, "waiting");
        shop.closeEntrance();
        assertThat(tab.awaitNotice("unknown", "placed")).isEqualTo("unknown");
        shop.openEntrance();
        assertSound(tab, "unknown");
    }

    private void placedAndQuestion(Tab tab) {
        tab.page().locator("[id^=again-]").click();
        tab.awaitNotice("placed", "repeated");
        assertThat(tab.listedOrders().first()).containsText(amount);
        assertSound(tab, "placed");
        tab.order("SKU-1", amount);
        assertThat(tab.question()).isVisible();
        assertSound(tab, "question");
    }

    private void assertSound(Tab tab, String state) {
        Accessibility.assertSound(tab.page(), look, state);
    }
}
