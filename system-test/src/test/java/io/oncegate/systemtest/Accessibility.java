package io.oncegate.systemtest;

import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.deque.html.axecore.results.Rule;
import com.microsoft.playwright.Page;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/** What axe-core finds wrong with a page for people who cannot see it, or cannot use a mouse. */
final class Accessibility {

    private static final Set<String> GRAVE = Set.of("serious", "critical");

    private Accessibility() {}

    /** The serious and critical faults of the page as it is now: the rule, why it matters, and where it is broken. */
    static List<String> faults(Page page) {
        return new AxeBuilder(page)
                .analyze().getViolations().stream()
                        .filter(rule -> GRAVE.contains(rule.getImpact()))
                        .map(Accessibility::describe)
                        .toList();
    }

    /** That a page has none of these as it is now, and that nothing sticks out sideways; with a picture of it, to be looked at. */
    static void assertSound(Page page, String look, String state) {
        page.screenshot(new Page.ScreenshotOptions()
                .setFullPage(true)
                .setPath(Path.of("target", "screenshots", look, state + ".png")));
        assertThat(faults(page)).as(state).isEmpty();
        assertThat((int) page.evaluate("() => document.documentElement.scrollWidth - innerWidth"))
                .as("what sticks out sideways: " + state)
                .isNotPositive();
    }

    private static String describe(Rule rule) {
        return rule.getId() + " (" + rule.getImpact() + "): " + rule.getHelp() + " at "
                + rule.getNodes().stream().map(node -> node.getHtml()).toList();
    }
}
