package io.oncegate.systemtest;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The parts find each other. */
class SmokeTest {

    @Test
    void aCustomerReadsTheProductsThroughTheGateway() {
        try (RedisProcess redis = RedisProcess.start();
                PostgresProcess postgres = PostgresProcess.start();
                OrderServiceProcess orders = OrderServiceProcess.start(postgres);
                GatewayProcess gateway = GatewayProcess.start(redis.port(), orders.uri())) {
            Http.Reply products = gateway.http().get("alice", "/api/products");

            assertThat(products.status()).isEqualTo(200);
            assertThat(products.body()).contains("SKU-1");
        }
    }

    @Test
    void aKilledRedisIsThereAgainWithWhatItHeld() {
        try (RedisProcess redis = RedisProcess.start()) {
            redis.command("SET entry kept");

            redis.kill();
            redis.restart();

            // the length of the value comes first
            assertThat(redis.command("GET entry")).isEqualTo("$4");
        }
    }
}
