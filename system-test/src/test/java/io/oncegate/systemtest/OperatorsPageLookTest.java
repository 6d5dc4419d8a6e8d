package io.oncegate.systemtest;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.options.ColorScheme;
import java.util.Locale;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every state of the operators' page can be used by everybody: light and dark, wide and narrow. */
class OperatorsPageLookTest {

    @RegisterExtension
    static final Chromium CHROMIUM = new Chromium();

    @RegisterExtension
    static final OperatorsDesk DESK = new OperatorsDesk();

    private String look = "";

    @ParameterizedTest
    @CsvSource({"LIGHT, 1200", "DARK, 360"})
    void noStateOfThePageHasASeriousFault(ColorScheme scheme, int width) {
        look = "operators-" + scheme.name().toLowerCase(Locale.ROOT) + "-" + width;
        String unknown = "unknown-" + Http.newKey();
        String kept = "kept-" + Http.newKey();
        DESK.unknown(unknown);
        DESK.kept(kept, "a note", "{\"thingId\":7}");
        OperatorTab tab = DESK.open(
                CHROMIUM.person(
                        new Browser.NewContextOptions().setColorScheme(scheme).setViewportSize(width, 800)),
                "");
        assertSound(tab, "signed-out");
        tab.signIn("ops", "guessed");
        assertThat(tab.at("#sign-in-fault")).isVisible(Tab.patiently());
        assertSound(tab, "wrong");
        tab.signedIn("ops");
        assertThat(tab.at(".entry").first()).isVisible(Tab.patiently());
        assertSound(tab, "list");
        entry(tab, unknown);
        answers(tab, kept);
        assertThat(tab.complaints()).isEmpty();
    }

    private void entry(OperatorTab tab, String key) {
        tab.search(key);
        tab.at(".entry a:has-text('" + key + "')").click();
        tab.assertState("unknown");
        assertSound(tab, "unknown");
        tab.at("#release").click();
        assertSound(tab, "release");
        tab.at("#cancel").click();
        tab.at("#settle-done").click();
        tab.at("#confirm").click();
        assertSound(tab, "settle-done");
        tab.at("#cancel").click();
        tab.change("release", "INC-7");
        tab.assertState("released");
        assertSound(tab, "released");
    }

    private void answers(OperatorTab tab, String key) {
        tab.page().evaluate("place => { location.hash = place; }", OperatorTab.entry(key));
        tab.assertState("kept");
        tab.at("#show-body").click();
        assertThat(tab.at("#body")).isVisible(Tab.patiently());
        assertSound(tab, "kept");
        tab.page().evaluate("place => { location.hash = place; }", OperatorTab.entry("nothing"));
        assertThat(tab.at("#failure")).isVisible(Tab.patiently());
        assertSound(tab, "nothing");
        tab.at("#sign-out").click();
        tab.signedIn("audit");
        tab.page().evaluate("place => { location.hash = place; }", OperatorTab.entry(key));
        assertThat(tab.at("#read-only")).isVisible(Tab.patiently());
        assertSound(tab, "read-only");
    }

    private void assertSound(OperatorTab tab, String state) {
        Accessibility.assertSound(tab.page(), look, state);
    }
}
