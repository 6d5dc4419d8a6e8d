package io.oncegate.systemtest;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The order page while something is broken: it ends with exactly one order, or says honestly what it does not know. */
class PageInTroubleTest extends ShopTest {

    @Test
    void anAnswerThatIsLostIsSaidToBeUnknownAndTryingAgainEndsInTheSameOrder() {
        Tab tab = alice.signIn();
        tab.choose("SKU-1", amount);
        loseTheAnswer(tab);

        assertThat(tab.awaitNotice("unknown", "placed", "notPlaced")).isEqualTo("unknown");
        assertThat(tab.announcement()).hasText("We do not know whether your order was placed");
        assertThat(tab.notice("unknown")).isFocused();
        assertThat(shop.tables().ordersOf(amount)).isEqualTo(1);
        shop.openEntrance();
        tab.press("Try again");

        assertThat(tab.notice("repeated")).isVisible(Tab.patiently());
        assertOneOrderUnder(tab.keys().get(0));
        assertThat(tab.keys()).hasSize(1);
    }

    /** Places the order, and lets nobody through any more once the gateway has answered it. */
    private static void loseTheAnswer(Tab tab) {
        Hold answer = shop.holdAnswer();
        tab.placeButton().click();
        answer.awaitReplies();
        shop.closeEntrance();
    }

    @Test
    void aTabKilledAfterItsOrderArrivedIsToldOfItLater() {
        Tab killed = alice.signIn();
        killed.choose("SKU-2", amount);
        Hold answer = shop.holdAnswer();
        killed.placeButton().click();
        answer.awaitReplies();
        killed.kill();
        answer.cut();

        Tab tab = alice.signIn();

        assertThat(tab.awaitNotice("found", "unrecorded")).isEqualTo("found");
        assertThat(tab.notice("found")).containsText(amount);
        assertThat(tab.announcement()).hasText("Your order was placed");
        assertThat(tab.sendings()).isZero();
        assertOneOrderUnder(killed.keys().get(0));
        tab.page().reload();
        tab.awaitProducts();
        assertThat(tab.listedOrders().first()).containsText(amount);
        assertThat(tab.page().locator(".notice")).hasCount(0);
    }

    @Test
    void aTabKilledBeforeItsOrderArrivedMayTryAgainUnderTheSameKey() {
        Tab killed = killedBeforeArrival();

        Tab tab = alice.signIn();

        assertThat(tab.awaitNotice("found", "unrecorded")).isEqualTo("unrecorded");
        assertThat(tab.notice("unrecorded")).containsText("Nothing is recorded so far");
        assertThat(tab.sendings()).isZero();
        assertThat(shop.tables().ordersOf(amount)).isZero();
        tab.press("Try again");

        tab.untilPlaced();
        assertThat(tab.keys()).isEqualTo(killed.keys()).hasSize(1);
        assertOneOrderUnder(killed.keys().get(0));
    }

    private Tab killedBeforeArrival() {
        Tab killed = alice.signIn();
        killed.choose("SKU-2", amount);
        Hold order = shop.holdOrder();
        killed.placeButton().click();
        order.awaitRequests();
        killed.kill();
        order.cut();
        return killed;
    }

    @Test
    void twoTabsConfirmingTheSameAttemptMakeOneOrder() {
        Tab killed = killedBeforeArrival();
        Tab one = alice.signIn();
        Tab other = alice.signIn();
        one.awaitNotice("unrecorded");
        other.awaitNotice("unrecorded");
        Hold answer = shop.holdAnswer();

        one.press("Try again");
        other.press("Try again");
        answer.awaitReplies();
        answer.release();

        one.awaitNotice("placed", "repeated", "elsewherePlaced");
        other.awaitNotice("placed", "repeated", "elsewherePlaced");
        assertThat(one.keys()).isSubsetOf(killed.keys());
        assertThat(other.keys()).isSubsetOf(killed.keys());
        assertOneOrderUnder(killed.keys().get(0));
    }

    @Test
    void anotherTabLearnsThatAnAttemptWasSettled() {
        killedBeforeArrival();
        Tab one = alice.signIn();
        Tab other = alice.signIn();
        other.awaitNotice("unrecorded");

        one.press("Try again");
        one.untilPlaced();

        assertThat(other.notice("elsewherePlaced")).isVisible(Tab.patiently());
        assertThat(other.listedOrders().first()).containsText(amount);
        assertThat(other.sendings()).isZero();
    }

    @Test
    void aGatewayThatIsDownForAWhileEndsInOneOrder() {
        Tab tab = alice.signIn();
        tab.choose("SKU-4", amount);
        shop.closeEntrance();
        tab.placeButton().click();
        tab.awaitFailedSending();
        shop.openEntrance();

        tab.untilPlaced();

        assertThat(tab.keys()).hasSize(1);
        assertOneOrderUnder(tab.keys().get(0));
    }

    @Test
    void aFrozenRedisIsAnHonestNotPlacedAndTheFormIsAsItWas() {
        Tab tab = alice.signIn();
        shop.redis().pause();
        try {
            tab.order("SKU-4", amount);
            assertThat(tab.awaitNotice("notPlaced", "unknown", "placed")).isEqualTo("notPlaced");
        } finally {
            shop.redis().resume();
        }
        assertThat(tab.notice("notPlaced")).containsText("The shop is out of order for a moment.");
        assertThat(tab.page().locator("#amount")).hasValue(amount);
        assertThat(shop.tables().ordersOf(amount)).isZero();

        tab.placeButton().click();

        tab.untilPlaced();
        assertThat(shop.tables().ordersOf(amount)).isEqualTo(1);
    }

    @Test
    void aServiceThatFailsOnceEndsInOneOrder() {
        Tab tab = alice.signIn();
        tab.choose("SKU-5", amount);
        Held taken = shop.tables().withoutOrders();
        try {
            tab.untilAnswered(response -> response.status() == 500, () -> tab.placeButton()
                    .click());
        } finally {
            taken.release();
        }

        tab.untilPlaced();

        assertThat(tab.keys()).hasSize(1);
        assertOneOrderUnder(tab.keys().get(0));
    }

    private void assertOneOrderUnder(String key) {
        assertThat(shop.tables().ordersWith(key)).isEqualTo(1);
        assertThat(shop.tables().ordersOf(amount)).isEqualTo(1);
    }
}
