package io.oncegate.systemtest;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The browser that the other tests use, and what they see with it. */
class ChromiumTest {

    private static final String SOUND =
            "<!doctype html><html lang='en'><title>A page</title><main><h1>Hello</h1><label>Name <input></label></main>";
    private static final String FAULTY = SOUND.replace("<label>Name <input></label>", "<input>");

    private static Chromium chromium;

    @BeforeAll
    static void launch() {
        chromium = Chromium.launch();
    }

    @AfterAll
    static void close() {
        chromium.close();
    }

    @Test
    void aPageIsShown() {
        Page page = chromium.page();
        page.setContent(SOUND);
        assertThat(page.title()).isEqualTo("A page");
    }

    @Test
    void twoPeopleShareNothing() {
        BrowserContext one = chromium.person();
        BrowserContext other = chromium.person();
        assertThat(one.pages()).isEmpty();
        one.newPage();
        assertThat(other.pages()).isEmpty();
    }

    @Test
    void aPageWithoutFaultsIsFoundSound() {
        Page page = chromium.page();
        page.setContent(SOUND);
        assertThat(Accessibility.faults(page)).isEmpty();
    }

    @Test
    void aFieldWithoutALabelIsFound() {
        Page page = chromium.page();
        page.setContent(FAULTY);
        assertThat(Accessibility.faults(page)).singleElement().asString().startsWith("label (critical)");
    }
}
