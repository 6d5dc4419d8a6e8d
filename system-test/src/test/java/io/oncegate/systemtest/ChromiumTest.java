package io.oncegate.systemtest;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The browser that the other tests use, and what they see with it. */
class ChromiumTest {

    private static final String SOUND =
            "<!doctype html><html lang='en'><title>A page</title><main><h1>Hello</h1><label>Name <input></label></main>";
    private static final String FAULTY = SOUND.replace("<label>Name <input></label>", "<input>");

    @RegisterExtension
    static final Chromium CHROMIUM = new Chromium();

    @Test
    void aPageIsShown() {
        Page page = CHROMIUM.page();
        page.setContent(SOUND);
        assertThat(page.title()).isEqualTo("A page");
    }

    @Test
    void aPageWithoutFaultsIsFoundSound() {
        Page page = CHROMIUM.page();
        page.setContent(SOUND);
        assertThat(Accessibility.faults(page)).isEmpty();
    }

    @Test
    void aFieldWithoutALabelIsFound() {
        Page page = CHROMIUM.page();
        page.setContent(FAULTY);
        assertThat(Accessibility.faults(page)).singleElement().asString().startsWith("label (critical)");
    }

    @Test
    void aPageThatAllowsNothingUnsafeCanBeLookedAtToo() {
        try (ScriptedServer server = new ScriptedServer()) {
            Page page = CHROMIUM.page();
            page.navigate(server.address());
            assertThat(Accessibility.faults(page)).isEmpty();
            page.evaluate("() => document.body.append(document.createElement('input'))");
            assertThat(Accessibility.faults(page)).singleElement().asString().startsWith("label (critical)");
        }
    }
}
