package io.oncegate.systemtest;

import java.net.URI;
import java.util.List;

/**
 * The product as people use it: a gateway, the order service and their servers, with a {@link Gate} in front of the gateway. The page is less patient than usual, so that what it does at the end of its patience shows soon.
 */
final class Shop implements AutoCloseable {

    // a send that is held up is to last as long as the test wants it to, on a busy machine too
    private static final String[] IMPATIENT = {"--orders.page.patience=3s", "--orders.page.send-timeout=30s"};

    private final RedisProcess redis = RedisProcess.start();
    private final PostgresProcess postgres = PostgresProcess.start();
    private final OrderServiceProcess service = OrderServiceProcess.start(postgres, IMPATIENT);
    private final GatewayProcess gateway =
            GatewayProcess.start(redis.port(), service.uri(), "--oncegate.store-timeout=1s");
    private final Gate entrance = Gate.to(gateway.uri().getPort());

    Shop() {
        // whatever is slow the first time is not slow in a test
        Eventually.happens(
                "an order was placed",
                () -> gateway.http()
                                .post("bob", "/api/orders", Http.newKey(), "{\"prodCode\":\"SKU-6\",\"amount\":\"1\"}")
                                .status()
                        < 500);
    }

    /** Where the page is. */
    URI address() {
        return entrance.uri();
    }

    /** Holds the next order up on its way to the gateway. */
    Hold holdOrder() {
        return entrance.hold(Gate.Side.REQUESTS, List.of(Shop::isOrder));
    }

    /** Holds up what the gateway answers to the next order. */
    Hold holdAnswer() {
        return entrance.hold(Gate.Side.REPLIES, List.of(Shop::isOrder));
    }

    /** Nobody can reach the gateway. */
    void closeEntrance() {
        entrance.shut();
    }

    void openEntrance() {
        entrance.open(gateway.uri().getPort());
    }

    private static boolean isOrder(String request) {
        return request.contains("POST /api/orders ");
    }

    RedisProcess redis() {
        return redis;
    }

    Tables tables() {
        return new Tables(postgres.dataSource());
    }

    /** The gateway, past the page. */
    Http http() {
        return gateway.http();
    }

    @Override
    public void close() {
        Closing.all(entrance, gateway, service, postgres, redis);
    }
}
