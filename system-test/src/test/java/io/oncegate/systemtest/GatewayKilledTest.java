package io.oncegate.systemtest;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What a gateway that dies in the middle of a request leaves to the others (contract 5). */
class GatewayKilledTest {

    private static final String LEASE = "--oncegate.defaults.lease=5s";
    /** As patient as that lease allows. */
    private static final String PATIENT = "--oncegate.store-timeout=4s";

    @Test
    void retriesAreExecutedAgainOnlyWhereTheServiceEnforcesTheKey() {
        try (RedisProcess redis = RedisProcess.start();
                PostgresProcess postgres = PostgresProcess.start();
                OrderServiceProcess service =
                        OrderServiceProcess.start(postgres, "--server.tomcat.max-keep-alive-requests=1");
                Gate toService = Gate.to(service.uri().getPort());
                GatewayProcess doomed = GatewayProcess.start(redis.port(), toService.uri(), PATIENT, LEASE);
                GatewayProcess other = GatewayProcess.start(redis.port(), toService.uri(), PATIENT, LEASE)) {
            Tables tables = new Tables(postgres.dataSource());
            FirstRequests first = new FirstRequests(doomed.http());
            Held executing = tables.lock();
            first.send();
            Eventually.happens("both requests were being executed", () -> tables.waiting() == 2);

            doomed.kill();
            executing.release();
            first.await();
            Retries retries = new Retries(other.http(), first.requests());
            retries.untilAnswered();

            assertThat(first.requests()).allSatisfy(request -> {
                assertThat(first.reply(request)).isEmpty();
                assertThat(request.rows(tables)).isEqualTo(1);
            });
            assertOriginalOrder(only(first, Route.ORDERS), retries, tables);
            Request feedback = only(first, Route.FEEDBACK);
            assertNotExecutedAgain(feedback, retries, other.http());
            assertThat(toService.deliveries(feedback.key())).isEqualTo(1);
            assertThat(feedback.rows(tables)).isEqualTo(1);
        }
    }

    private static void assertOriginalOrder(Request orders, Retries retries, Tables tables) {
        Http.Reply last = retries.last(orders);
        assertThat(last.status()).isEqualTo(200);
        assertThat(last.body()).contains("\"duplicated\":true");
        assertThat(tables.hasOrder(orders.key(), last.member("orderId"))).isTrue();
    }

    private static void assertNotExecutedAgain(Request feedback, Retries retries, Http gateway) {
        assertThat(retries.codes(feedback).stream().distinct())
                .containsExactly("request-in-progress", "outcome-unknown");
        assertThat(feedback.send(gateway).join().flatMap(Http.Reply::code)).hasValue("outcome-unknown");
    }

    private static Request only(FirstRequests first, Route route) {
        return first.requests().stream()
                .filter(request -> request.route() == route)
                .findFirst()
                .orElseThrow();
    }
}
