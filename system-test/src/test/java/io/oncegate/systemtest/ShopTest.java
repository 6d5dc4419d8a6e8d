package io.oncegate.systemtest;

import com.microsoft.playwright.Browser;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Somebody at the order page of the whole product. Nothing may go wrong in the browser but what the network does to it. */
@ExtendWith(OpenShop.class)
abstract class ShopTest {

    @RegisterExtension
    static final Chromium CHROMIUM = new Chromium();

    static Shop shop;

    /** An amount that no other test orders. */
    final String amount = Amounts.next();

    Shopper alice;

    @BeforeAll
    static void open(Shop open) {
        shop = open;
    }

    @BeforeEach
    void come() {
        alice = visitor(new Browser.NewContextOptions().setLocale("en-GB"));
    }

    @AfterEach
    void go() {
        alice.close();
    }

    /** Somebody with a browser of their own. */
    static Shopper visitor(Browser.NewContextOptions options) {
        return new Shopper(CHROMIUM.person(options), shop.address());
    }
}
