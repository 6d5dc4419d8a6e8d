package io.oncegate.systemtest;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What people turn away from, and what the page cannot read (contract 10). */
class LeftAttemptsTest extends ShopTest {

    @Test
    void anOrderThatWasLeftIsReportedOnTheNextVisitIfItWasPlacedAfterAll() {
        Tab tab = alice.signIn();
        tab.choose("SKU-1", amount);
        Hold order = shop.holdOrder();
        leave(tab, order);

        assertThat(tab.notice("left")).containsText("Nothing more is sent");
        assertThat(tab.notice("left")).isFocused();
        tab.page().reload();
        tab.awaitProducts();
        assertThat(tab.page().locator(".notice")).hasCount(0);
        String key = tab.keys().get(0);
        shop.http().post("alice", "/api/orders", key, body());
        tab.page().reload();

        assertThat(tab.notice("leftPlaced")).containsText(amount);
        assertThat(tab.keys()).containsExactly(key);
        assertThat(shop.tables().ordersOf(amount)).isEqualTo(1);
    }

    @Test
    void orderingExactlyWhatWasLeftGoesOnWithItAndAnythingElseIsAnotherAttempt() {
        Tab tab = alice.signIn();
        tab.choose("SKU-1", amount);
        Hold order = shop.holdOrder();
        leave(tab, order);
        String another = Amounts.next();

        tab.order("SKU-1", another);
        assertThat(tab.notice("placed")).containsText(another);
        tab.order("SKU-1", amount);

        assertThat(tab.notice("resumed")).containsText(amount);
        assertThat(tab.keys()).hasSize(2);
        assertThat(shop.tables().ordersWith(tab.keys().get(0))).isEqualTo(1);
        assertThat(shop.tables().ordersOf(amount)).isEqualTo(1);
        assertThat(shop.tables().ordersOf(another)).isEqualTo(1);
    }

    /** Orders, gets no answer, and turns away. */
    private static void leave(Tab tab, Hold order) {
        tab.placeButton().click();
        order.awaitRequests();
        shop.closeEntrance();
        assertThat(tab.awaitNotice("unknown", "placed", "notPlaced")).isEqualTo("unknown");
        tab.press("Leave");
        shop.openEntrance();
    }

    private String body() {
        return "{\"prodCode\":\"SKU-1\",\"amount\":\"" + amount + "\"}";
    }

    @Test
    void whatCannotBeReadIsSaidAndCanBeLoadedAgain() {
        Tab tab = alice.open();
        shop.closeEntrance();
        try {
            tab.signIn("alice", "alice");
            assertThat(tab.page().locator("#sign-in-fault")).containsText("cannot be reached");
        } finally {
            shop.openEntrance();
        }
        tab.press("Sign in");
        tab.awaitProducts();
        Held taken = shop.tables().withoutOrders();
        try {
            tab.page().reload();
            assertThat(tab.page().locator("#orders-state")).containsText("cannot be reached");
        } finally {
            taken.release();
        }

        tab.press("Load again");

        assertThat(tab.page().locator("#orders-state button")).hasCount(0);
        assertThat(tab.page().locator("#orders-state")).not().containsText("cannot be reached");
    }
}
