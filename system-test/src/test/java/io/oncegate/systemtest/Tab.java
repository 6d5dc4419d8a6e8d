package io.oncegate.systemtest;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.microsoft.playwright.ConsoleMessage;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.PlaywrightException;
import com.microsoft.playwright.Response;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.AriaRole;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;

/** The order page in a tab of a browser, and what a person sees and does there. */
final class Tab {

    private static final double PATIENCE_MILLIS = 30_000;
    /** What the browser itself notes of answers that are no success, and of requests without an answer. */
    private static final String FAILED_LOAD = "Failed to load resource";

    private final Page page;
    private final URI shop;
    private final List<String> complaints = new ArrayList<>();
    private final List<com.microsoft.playwright.Request> orders = new ArrayList<>();

    Tab(Page page, URI shop) {
        this.page = page;
        this.shop = shop;
        page.onConsoleMessage(this::hear);
        page.onPageError(complaints::add);
        page.onRequest(request -> {
            if (request.method().equals("POST")) {
                orders.add(request);
            }
        });
    }

    private void hear(ConsoleMessage message) {
        if (List.of("error", "warning").contains(message.type())
                && !message.text().startsWith(FAILED_LOAD)) {
            complaints.add(message.text());
        }
    }

    Page page() {
        return page;
    }

    void load() {
        page.navigate(shop.toString());
    }

    void signIn(String name, String password) {
        page.fill("#name", name);
        page.fill("#password", password);
        page.locator("#sign-in button").click();
    }

    void awaitProducts() {
        assertThat(page.locator(".tile").first()).isVisible(patiently());
    }

    /** Fills in an order, without placing it. */
    void choose(String product, String amount) {
        page.check("[value=" + product + "]");
        page.fill("#amount", amount);
    }

    void order(String product, String amount) {
        choose(product, amount);
        placeButton().click();
    }

    Locator placeButton() {
        return page.locator("#place");
    }

    /** A notice of that kind. */
    Locator notice(String kind) {
        return page.locator(".notice[data-kind=" + kind + "]");
    }

    /** Waits until there is a notice of one of these kinds, and says which. */
    String awaitNotice(String... kinds) {
        Locator any = page.locator(String.join(
                ", ",
                List.of(kinds).stream()
                        .map(kind -> ".notice[data-kind=" + kind + "]")
                        .toList()));
        assertThat(any.first()).isVisible(patiently());
        return any.first().getAttribute("data-kind");
    }

    /** Presses the button with these words. */
    void press(String words) {
        page.getByRole(
                        AriaRole.BUTTON,
                        new Page.GetByRoleOptions().setName(words).setExact(true))
                .click();
    }

    /** Goes on with an order, however often the page asks for it. */
    String untilPlaced() {
        String kind = awaitNotice("placed", "repeated", "unknown");
        while (kind.equals("unknown")) {
            press("Try again");
            assertThat(page.locator("#progress"))
                    .isHidden(new LocatorAssertions.IsHiddenOptions().setTimeout(PATIENCE_MILLIS));
            kind = awaitNotice("placed", "repeated", "unknown");
        }
        return kind;
    }

    /** What is read to people who cannot see it. */
    Locator announcement() {
        return page.locator("[role=status]");
    }

    Locator question() {
        return page.locator("#question");
    }

    Locator listedOrders() {
        return page.locator("#orders li");
    }

    /** The keys under which the page has sent orders, each once. */
    List<String> keys() {
        return orders.stream()
                .map(order ->
                        order.headers().getOrDefault("idempotency-key", "none").replace("\"", ""))
                .distinct()
                .toList();
    }

    /** How often the page has sent an order. */
    int sendings() {
        return orders.size();
    }

    /** Does something, and waits until an order of the page has been answered like this. */
    void untilAnswered(Predicate<Response> like, Runnable act) {
        page.waitForResponse(response -> response.request().method().equals("POST") && like.test(response), act);
    }

    /** Waits until an order that the page sent has got no answer. */
    void awaitFailedSending() {
        page.waitForCondition(
                () -> orders.stream().anyMatch(order -> order.failure() != null),
                new Page.WaitForConditionOptions().setTimeout(PATIENCE_MILLIS));
    }

    /** Kills the process behind it: nothing of the page runs any more, not even to say goodbye. */
    void kill() {
        AtomicBoolean dead = new AtomicBoolean();
        page.onCrash(crashed -> dead.set(true));
        assertThatThrownBy(() -> page.navigate("chrome://crash")).isInstanceOf(PlaywrightException.class);
        page.context().waitForCondition(dead::get);
        page.close();
    }

    List<String> complaints() {
        return complaints;
    }

    static LocatorAssertions.IsVisibleOptions patiently() {
        return new LocatorAssertions.IsVisibleOptions().setTimeout(PATIENCE_MILLIS);
    }
}
