package io.oncegate.orders.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Contract 9: a user's key makes at most one order. */
class OneOrderPerKeyTest extends ServiceTest {

    @Test
    void aNewKeyPlacesAnOrder() {
        Reply reply = service().order(alice, "k", COFFEE);

        assertThat(reply.status()).isEqualTo(201);
        assertThat(reply.header("Location")).isEqualTo("/api/orders/" + reply.orderId());
        assertThat(reply.json().propertyNames())
                .containsExactly("orderId", "userId", "prodCode", "amount", "status", "createdAt", "duplicated");
        assertThat(reply.text("userId")).isEqualTo(alice);
        assertThat(reply.text("prodCode")).isEqualTo("SKU-1");
        assertThat(reply.text("amount")).isEqualTo("12.50");
        assertThat(reply.text("status")).isEqualTo("PLACED");
        assertThat(reply.text("createdAt")).matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{6}Z");
        assertThat(reply.json().path("duplicated").booleanValue()).isFalse();
    }

    @Test
    void aRepetitionGetsTheOriginalOrderAndSaysSo() {
        Reply first = service().order(alice, "k", COFFEE);
        Reply second = service().order(alice, "k", COFFEE);

        assertThat(second.status()).isEqualTo(200);
        assertThat(second.header("Location")).isEqualTo(first.header("Location"));
        assertThat(second.order()).isEqualTo(first.order());
        assertThat(second.json().path("duplicated").booleanValue()).isTrue();
        assertThat(ordersOf(alice)).isEqualTo(1);
    }

    @Test
    void anEqualAmountInAnotherSpellingIsARepetition() {
        Reply first = service().order(alice, "k", "{\"prodCode\": \"SKU-1\", \"amount\": \"12.50\"}");
        Reply second = service().order(alice, "k", "{\"amount\": 12.5, \"prodCode\": \"SKU-1\", \"note\": \"new\"}");

        assertThat(second.status()).isEqualTo(200);
        assertThat(second.orderId()).isEqualTo(first.orderId());
    }

    @Test
    void aKeyWithOtherContentIsRefused() {
        service().order(alice, "k", COFFEE);
        Reply otherAmount = service().order(alice, "k", "{\"prodCode\": \"SKU-1\", \"amount\": \"12.51\"}");
        Reply otherProduct = service().order(alice, "k", TEA);

        for (Reply reply : List.of(otherAmount, otherProduct)) {
            assertThat(reply.status()).isEqualTo(422);
            assertThat(reply.text("code")).isEqualTo("dedup-key-reused");
            assertThat(reply.header("Content-Type")).isEqualTo("application/problem+json");
        }
        assertThat(ordersOf(alice)).isEqualTo(1);
    }

    @Test
    void aliceAndBobDoNotShareAKey() {
        Reply hers = service().order(alice, "k", COFFEE);
        Reply his = service().order(bob, "k", COFFEE);

        assertThat(his.status()).isEqualTo(201);
        assertThat(his.orderId()).isNotEqualTo(hers.orderId());
        assertThat(his.response().body()).doesNotContain(alice).doesNotContain(hers.orderId());
        assertThat(service().get(bob, "/api/orders").response().body()).doesNotContain(alice);
    }

    @ParameterizedTest(name = "{0} and {1}")
    @CsvSource({"abc, ABC", "abc, abc.", "a b, a  b", "'a,b', 'a,b,'", "'k\"', k"})
    void keysThatDifferInAnyCharacterAreDifferentKeys(String one, String other) {
        assertThat(service().order(alice, one, COFFEE).status()).isEqualTo(201);
        assertThat(service().order(alice, other, TEA).status()).isEqualTo(201);
    }

    @Test
    void theDatabaseItselfTellsTrailingSpacesAndCaseApart() {
        String orderId = service().order(alice, "k", COFFEE).orderId();

        for (String key : List.of("k ", "K", "k\t")) {
            service()
                    .sql()
                    .sql("insert into orders select :id, user_id, :key, prod_code, amount, status, created_at"
                            + " from orders where dedup_key = 'k' and user_id = :user")
                    .param("id", UUID.randomUUID())
                    .param("key", key)
                    .param("user", alice)
                    .update();
        }
        assertThat(ordersOf(alice)).isEqualTo(4);
        assertThat(service().order(alice, "k", COFFEE).orderId()).isEqualTo(orderId);
        assertThat(ordersOf(alice + " ")).isZero();
    }

    @Nested
    class Concurrently {

        @Test
        void sixtyFourRequestsWithOneKeyMakeOneOrder() {
            String key = newKey();
            List<Reply> replies = service().together(64, i -> service().order(alice, key, COFFEE));

            assertThat(replies).extracting(Reply::status).containsOnly(200, 201);
            assertThat(replies).filteredOn(reply -> reply.status() == 201).hasSize(1);
            assertThat(replies)
                    .extracting(Reply::order)
                    .hasSize(64)
                    .containsOnly(replies.get(0).order());
            assertThat(ordersOf(alice)).isEqualTo(1);
        }

        @Test
        void requestsWithOneKeyAndTwoContentsMakeOneOrder() {
            List<Reply> replies = service().together(16, i -> service().order(alice, "k", i % 2 == 0 ? COFFEE : TEA));

            assertThat(replies).filteredOn(reply -> reply.status() == 201).hasSize(1);
            assertThat(replies).filteredOn(reply -> reply.status() == 200).hasSize(7);
            assertThat(replies).filteredOn(reply -> reply.status() == 422).hasSize(8);
            assertThat(ordersOf(alice)).isEqualTo(1);
        }

        /** With and without the lock that the re-order question takes. */
        @ParameterizedTest
        @ValueSource(strings = {COFFEE, COFFEE_CONFIRMED})
        void requestsThatWaitedForAnInsertThatWasRolledBackStillMakeOneOrder(String body) throws SQLException {
            try (Connection other = service().dataSource().getConnection()) {
                other.setAutoCommit(false);
                insertUncommitted(other, alice, "k");

                List<Reply> replies = service().together(8, i -> service().order(alice, "k", body), () -> {
                    awaitWaiting(8);
                    rollback(other);
                });

                assertThat(replies).filteredOn(reply -> reply.status() == 201).hasSize(1);
                assertThat(replies)
                        .extracting(Reply::order)
                        .containsOnly(replies.get(0).order());
                assertThat(ordersOf(alice)).isEqualTo(1);
            }
        }

        private void insertUncommitted(Connection connection, String user, String key) throws SQLException {
            try (PreparedStatement insert = connection.prepareStatement(
                    "insert into orders (order_id, user_id, dedup_key, prod_code, amount, status, created_at)"
                            + " values (?, ?, ?, 'SKU-1', 12.50, 'PLACED', current_timestamp)")) {
                insert.setObject(1, UUID.randomUUID());
                insert.setString(2, user);
                insert.setString(3, key);
                insert.executeUpdate();
            }
        }

        private void awaitWaiting(int count) {
            await().until(() -> service().count(database.countWaiting()) == count);
        }

        private static void rollback(Connection connection) {
            try {
                connection.rollback();
                connection.setAutoCommit(true);
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
