package io.oncegate.orders.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;

/** What a caller learns when the service itself is in trouble: never that something was not executed when it may have been. */
class FailuresTest extends ServiceTest {

    @Test
    void withoutAConnectionTheCallerIsToldToComeBack() throws SQLException {
        try (RunningService own = RunningService.on(
                        database,
                        "--spring.datasource.hikari.maximum-pool-size=2",
                        "--spring.datasource.hikari.connection-timeout=250");
                Connection one = own.dataSource().getConnection();
                Connection other = own.dataSource().getConnection()) {
            assertThat(one).isNotEqualTo(other);
            for (Reply reply :
                    new Reply[] {own.order(alice, "k", COFFEE), own.post(alice, "/api/feedback", "{\"text\": \"x\"}")
                    }) {
                assertThat(reply.status()).isEqualTo(503);
                assertThat(reply.text("code")).isEqualTo("database-unavailable");
                assertThat(reply.json().path("retryable").booleanValue()).isTrue();
                assertThat(reply.header("Retry-After")).isEqualTo("1");
            }
        }
    }

    @Test
    void anUnforeseenFailureSaysNothingOfTheEffect() {
        try (RunningService own = RunningService.on(database)) {
            own.sql().sql("drop table orders").update();
            Reply reply = own.order(alice, "k", COFFEE);

            assertThat(reply.status()).isEqualTo(500);
            assertThat(reply.text("code")).isEqualTo("internal-error");
            assertThat(reply.header("Content-Type")).isEqualTo("application/problem+json");
            assertThat(reply.header("Idempotency-Disposition")).isEqualTo("absent");
            assertThat(reply.response().body())
                    .doesNotContainIgnoringCase("select")
                    .doesNotContain("jdbc");
        }
    }

    @Test
    void aDatabaseThatHangsHoldsNoRequestForEver() throws SQLException {
        try (RunningService own = RunningService.on(database, "--spring.transaction.default-timeout=1s");
                Connection other = own.dataSource().getConnection();
                Statement statement = other.createStatement()) {
            String orderId = own.order(alice, "k1", COFFEE).orderId();
            other.setAutoCommit(false);
            statement.executeUpdate("update orders set dedup_key = 'k2' where order_id = '" + orderId + "'");

            assertThat(own.order(alice, "k2", TEA).status()).isEqualTo(500);
            other.rollback();
            assertThat(own.order(alice, "k2", TEA).status()).isEqualTo(201);
            other.setAutoCommit(true);
        }
    }

    @Test
    void everyConnectionReadsWhatIsCommitted() throws SQLException {
        try (Connection connection = service().dataSource().getConnection()) {
            assertThat(connection.getTransactionIsolation()).isEqualTo(Connection.TRANSACTION_READ_COMMITTED);
        }
    }
}
