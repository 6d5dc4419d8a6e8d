package io.oncegate.systemtest;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The order page while nothing goes wrong but what people do (contract 10). */
class OrderPageTest extends ShopTest {

    @Test
    void anOrderIsPlacedAndListedAndTheFormIsEmptyAgain() {
        Tab tab = alice.signIn();
        tab.order("SKU-3", amount);

        assertThat(tab.notice("placed")).containsText("Desk lamp");
        assertThat(tab.notice("placed")).isFocused();
        assertThat(tab.announcement()).hasText("Your order is placed");
        assertThat(tab.listedOrders().first()).containsText(amount);
        assertThat(tab.page().locator("#amount")).hasValue("");
        assertThat(shop.tables().ordersOf(amount)).isEqualTo(1);
        assertThat(tab.sendings()).isEqualTo(1);
    }

    @Test
    void aDoubleClickIsOneOrder() {
        Tab tab = alice.signIn();
        tab.choose("SKU-1", amount);
        Hold answer = shop.holdAnswer();

        tab.placeButton().dblclick();
        answer.awaitReplies();
        assertThat(tab.placeButton()).isDisabled();
        assertThat(tab.page().locator("#progress")).containsText("Placing your order");
        assertThat(tab.page().locator("#progress")).isFocused();
        answer.release();

        assertOneOrder(tab);
    }

    @Test
    void enterAndClickTogetherAreOneOrder() {
        Tab tab = alice.signIn();
        tab.choose("SKU-1", amount);
        Hold answer = shop.holdAnswer();

        tab.page()
                .evaluate("() => { document.querySelector('#order').requestSubmit();"
                        + " document.querySelector('#place').click(); }");
        tab.page().focus("#amount");
        tab.page().keyboard().press("Enter");
        answer.awaitReplies();
        answer.release();

        assertOneOrder(tab);
    }

    private void assertOneOrder(Tab tab) {
        assertThat(tab.notice("placed")).isVisible(Tab.patiently());
        assertThat(tab.sendings()).isEqualTo(1);
        assertThat(shop.tables().ordersOf(amount)).isEqualTo(1);
    }

    @Test
    void theSameAgainIsAQuestionAndNoPlacesNothing() {
        Tab tab = alice.signIn();
        orderTwice(tab);

        assertThat(tab.question()).containsText("You ordered this less than a minute ago");
        assertThat(tab.question()).containsText(amount);
        assertThat(tab.page().locator("#no")).isFocused();
        tab.press("No");

        assertThat(tab.question()).isHidden();
        assertThat(tab.announcement()).hasText("Nothing was ordered.");
        assertThat(tab.placeButton()).isFocused();
        assertThat(shop.tables().ordersOf(amount)).isEqualTo(1);
        assertThat(tab.sendings()).isEqualTo(2);
    }

    @Test
    void theSameAgainIsAQuestionAndYesPlacesOneMore() {
        Tab tab = alice.signIn();
        orderTwice(tab);

        tab.page().locator("#yes").dblclick();

        assertThat(tab.notice("placed")).isVisible(Tab.patiently());
        assertThat(tab.question()).isHidden();
        assertThat(shop.tables().ordersOf(amount)).isEqualTo(2);
        assertThat(tab.keys()).hasSize(3);
    }

    private void orderTwice(Tab tab) {
        tab.order("SKU-2", amount);
        assertThat(tab.notice("placed")).isVisible(Tab.patiently());
        // the same amount, written in another way
        tab.order("SKU-2", amount.substring(0, amount.length() - 1));
        assertThat(tab.question()).isVisible(Tab.patiently());
    }

    @Test
    void faultsAreSaidAtTheirFieldsAndNothingIsOrdered() {
        Tab tab = alice.signIn();
        tab.placeButton().click();
        assertThat(tab.page().locator("#product-fault")).hasText("Please choose a product.");
        assertThat(tab.page().locator("#amount-fault")).hasText("Please enter an amount.");
        assertThat(tab.sendings()).isZero();

        tab.order("SKU-1", "-3");

        assertThat(tab.page().locator("#amount-fault")).hasText("The amount must be positive.");
        assertThat(tab.page().locator("#amount")).hasAttribute("aria-invalid", "true");
        assertThat(tab.page().locator("#amount")).isFocused();
        assertThat(tab.page().locator("#amount")).hasValue("-3");
        assertThat(tab.page().locator("#product-fault")).isHidden();
    }

    @Test
    void olderOrdersAreShownOnDemand() {
        for (int i = 0; i < 11; i++) {
            shop.http().post("bob", "/api/orders", Http.newKey(), Route.ORDERS.body(5000 + i));
        }
        Tab tab = alice.open();
        tab.signIn("bob", "bob");
        assertThat(tab.listedOrders()).hasCount(10);
        assertThat(tab.listedOrders().first()).containsText("5010.50");

        tab.press("Show more");

        assertThat(tab.listedOrders().nth(10)).containsText("5000.50");
    }
}
