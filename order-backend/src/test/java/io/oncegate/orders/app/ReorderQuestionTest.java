package io.oncegate.orders.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

/** Contract 9: the same content under another key is a question, and nothing is ordered until it is answered. */
class ReorderQuestionTest extends ServiceTest {

    @Test
    void theSameContentUnderAnotherKeyIsQuestioned() {
        Reply first = service().order(alice, "k1", COFFEE);
        Reply second = service().order(alice, "k2", COFFEE);

        assertThat(second.status()).isEqualTo(409);
        assertThat(second.text("code")).isEqualTo("possible-duplicate-order");
        assertThat(second.header("Idempotency-Disposition")).isEqualTo("not-executed");
        assertThat(second.header("Content-Type")).isEqualTo("application/problem+json");
        assertThat(second.json().path("existingOrder").path("orderId").asString())
                .isEqualTo(first.orderId());
        assertThat(second.json().path("existingOrder").path("amount").asString())
                .isEqualTo("12.50");
        assertThat(second.json().path("existingOrder").path("location").asString())
                .isEqualTo(first.header("Location"));
        assertThat(ordersOf(alice)).isEqualTo(1);
    }

    @Test
    void aPersonWhoConfirmsOrdersAgainUnderTheSameKey() {
        service().order(alice, "k1", COFFEE);
        service().order(alice, "k2", COFFEE);
        Reply confirmed = service().order(alice, "k2", COFFEE_CONFIRMED);

        assertThat(confirmed.status()).isEqualTo(201);
        assertThat(ordersOf(alice)).isEqualTo(2);
    }

    @Test
    void aKeysOwnOrderWinsOverTheQuestion() {
        Reply first = service().order(alice, "k1", COFFEE);
        Reply second = service().order(alice, "k2", COFFEE_CONFIRMED);

        Reply firstAgain = service().order(alice, "k1", COFFEE);
        Reply secondAgain = service().order(alice, "k2", COFFEE);

        assertThat(firstAgain.status()).isEqualTo(200);
        assertThat(firstAgain.orderId()).isEqualTo(first.orderId());
        assertThat(secondAgain.status()).isEqualTo(200);
        assertThat(secondAgain.orderId()).isEqualTo(second.orderId());
    }

    @Test
    void otherContentAndOtherUsersAreNotQuestioned() {
        service().order(alice, "k1", COFFEE);

        assertThat(service().order(alice, "k2", TEA).status()).isEqualTo(201);
        assertThat(service()
                        .order(alice, "k3", "{\"prodCode\": \"SKU-1\", \"amount\": 12.51}")
                        .status())
                .isEqualTo(201);
        assertThat(service().order(bob, "k1", COFFEE).status()).isEqualTo(201);
    }

    @Test
    void theQuestionEndsWithTheWindow() {
        try (RunningService own = RunningService.on(database, "--orders.reorder-window=10m")) {
            own.order(alice, "k1", COFFEE);
            own.advance(Duration.ofMinutes(9));
            assertThat(own.order(alice, "k2", COFFEE).status()).isEqualTo(409);
            own.advance(Duration.ofMinutes(1).plusSeconds(1));
            assertThat(own.order(alice, "k3", COFFEE).status()).isEqualTo(201);
        }
    }

    @Test
    void aWindowOfZeroAsksNothing() {
        try (RunningService own = RunningService.on(database, "--orders.reorder-window=0")) {
            assertThat(own.order(alice, "k1", COFFEE).status()).isEqualTo(201);
            assertThat(own.order(alice, "k2", COFFEE).status()).isEqualTo(201);
        }
    }

    @Nested
    class Concurrently {

        @RepeatedTest(5)
        void ofManyKeysForTheSameContentOneOrdersAndTheOthersAreQuestioned() {
            List<Reply> replies = service().together(16, i -> service().order(alice, "k" + i, COFFEE));

            assertThat(replies).extracting(Reply::status).containsOnly(201, 409);
            assertThat(replies).filteredOn(reply -> reply.status() == 201).hasSize(1);
            assertThat(ordersOf(alice)).isEqualTo(1);
        }

        @RepeatedTest(5)
        void repetitionsOfTheKeyThatWonAreNeverQuestioned() {
            List<Reply> replies = service().together(32, i -> service().order(alice, "k" + i % 4, COFFEE));

            List<Reply> answered =
                    replies.stream().filter(reply -> reply.status() != 409).toList();
            Set<String> orders = answered.stream().map(Reply::orderId).collect(Collectors.toSet());
            assertThat(answered)
                    .hasSize(8)
                    .filteredOn(reply -> reply.status() == 201)
                    .hasSize(1);
            assertThat(orders).hasSize(1);
            assertThat(ordersOf(alice)).isEqualTo(1);
        }
    }
}
