package io.oncegate.systemtest;

import static io.oncegate.systemtest.Http.newKey;
import static org.assertj.core.api.Assertions.assertThat;

import io.lettuce.core.RedisClient;
import io.lettuce.core.api.StatefulRedisConnection;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The promise of contract 1, on the whole product. */
class OneOrderPerKeyTest {

    /** Amounts that no other test orders, so that the re-order question stays out of it. */
    private static final AtomicInteger AMOUNT = new AtomicInteger(100);

    private static Product product;

    @BeforeAll
    static void start() {
        product = new Product();
    }

    @AfterAll
    static void stop() {
        product.close();
    }

    @Test
    void theSameOrderAgainGetsTheSameBytesFromEitherGateway() {
        String key = newKey();
        String order = order();
        Http.Reply first = product.one().post("alice", "/api/orders", key, order);
        Http.Reply again = product.one().post("alice", "/api/orders", '"' + key + '"', order);
        Http.Reply elsewhere = product.other().post("alice", "/api/orders", key, order);

        assertThat(first.status()).isEqualTo(201);
        assertThat(first.isReplay()).isFalse();
        assertThat(List.of(again, elsewhere)).allSatisfy(replay -> {
            assertThat(replay.isReplay()).isTrue();
            assertThat(replay.status()).isEqualTo(201);
            assertThat(replay.body()).isEqualTo(first.body());
            assertThat(replay.header("Location")).isEqualTo(first.header("Location"));
        });
        assertThat(product.ordersWith(key)).isEqualTo(1);
        assertThat(product.executions(key)).containsExactly("POST /api/orders " + key + " 1");
    }

    @Test
    void aHundredRequestsAtOnceWithOneKeyThroughTwoGatewaysMakeOneOrder() {
        String key = newKey();
        String order = order();
        List<Http.Reply> replies = IntStream.range(0, 100)
                .mapToObj(i -> i % 2 == 0 ? product.one() : product.other())
                .map(http -> http.sendAsync(http.posting("alice", "/api/orders", key, order)))
                .toList()
                .stream()
                .map(CompletableFuture::join)
                .toList();

        assertThat(replies).extracting(Http.Reply::status).isSubsetOf(201, 409).contains(201);
        assertThat(replies.stream()
                        .filter(reply -> reply.status() == 201)
                        .map(Http.Reply::body)
                        .distinct())
                .hasSize(1);
        assertThat(replies.stream().filter(reply -> reply.status() == 409))
                .allSatisfy(reply -> assertThat(reply.body()).contains("request-in-progress"));
        assertThat(product.ordersWith(key)).isEqualTo(1);
        assertThat(product.executions(key)).hasSize(1);
    }

    @Test
    void afterAFlushTheDatabaseAnswersWithTheOriginalOrderAndTheGatewayKeepsThat() {
        String key = newKey();
        String order = order();
        Http.Reply first = product.one().post("alice", "/api/orders", key, order);
        assertThat(product.redis().command("FLUSHALL")).isEqualTo("+OK");

        Http.Reply second = product.one().post("alice", "/api/orders", key, order);
        Http.Reply third = product.other().post("alice", "/api/orders", key, order);

        assertThat(second.status()).isEqualTo(200);
        assertThat(second.body())
                .isEqualTo(first.body().replace("\"duplicated\":false", "\"duplicated\":true"))
                .contains("\"duplicated\":true");
        assertThat(third.isReplay()).isTrue();
        assertThat(third.body()).isEqualTo(second.body());
        assertThat(product.ordersWith(key)).isEqualTo(1);
    }

    @Test
    void twoCustomersWithOneKeyMakeTwoOrdersAndSeeTheirOwnOnly() {
        String key = newKey();
        String order = order();
        Http.Reply alices = product.one().post("alice", "/api/orders", key, order);
        Http.Reply bobs = product.one().post("bob", "/api/orders", key, order);

        assertThat(bobs.status()).isEqualTo(201);
        assertThat(bobs.isReplay()).isFalse();
        assertThat(bobs.body()).contains("\"userId\":\"bob\"").doesNotContain("alice");
        assertThat(product.ordersWith(key)).isEqualTo(2);
        String alicesOrder = alices.header("Location").orElseThrow();
        assertThat(product.one().get("alice", alicesOrder).status()).isEqualTo(200);
        assertThat(product.one().get("bob", alicesOrder).status()).isEqualTo(404);
        assertThat(product.one().get("bob", "/api/orders?limit=100").body())
                .contains(bobs.header("Location").orElseThrow().substring("/api/orders/".length()))
                .doesNotContain(alicesOrder.substring("/api/orders/".length()));
    }

    @Test
    void whatAClientSaysOfItselfChangesNothing() {
        String key = newKey();
        HttpRequest.Builder spoofed = product.one()
                .posting("bob", "/api/orders", key, order())
                .header("X-User-Id", "alice")
                .header("X-Gateway-Token", "guessed")
                .header("Idempotency-Attempt", "7");
        Http.Reply reply = product.one().send(spoofed);

        assertThat(reply.status()).isEqualTo(201);
        assertThat(reply.body()).contains("\"userId\":\"bob\"");
        assertThat(product.executions(key)).containsExactly("POST /api/orders " + key + " 1");
    }

    @Test
    void whoComesPastTheGatewayIsRefused() {
        Http direct = new Http(product.orders());
        Http.Reply reply = direct.send(direct.anonymously("/api/orders")
                .header("X-User-Id", "alice")
                .header("Idempotency-Key", newKey())
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(order())));
        assertThat(reply.status()).isEqualTo(403);
    }

    @Test
    void aServiceThatKnowsNothingOfKeysIsExecutedOnceToo() {
        String key = newKey();
        String text = "feedback " + key;
        Http.Reply first = product.one().post("alice", "/api/feedback", key, "{\"text\":\"" + text + "\"}");
        Http.Reply again = product.one().post("alice", "/api/feedback", key, "{ \"text\" : \"" + text + "\" }");

        assertThat(first.status()).isEqualTo(201);
        assertThat(again.isReplay()).isTrue();
        assertThat(again.body()).isEqualTo(first.body());
        assertThat(product.feedbackWith(text)).isEqualTo(1);
    }

    @Test
    void theSameProductAgainUnderAnotherKeyIsAQuestionAndTheKeyStaysFree() {
        String order = order();
        Http.Reply first = product.one().post("alice", "/api/orders", newKey(), order);
        String key = newKey();
        Http.Reply question = product.one().post("alice", "/api/orders", key, order);
        Http.Reply confirmed =
                product.one().post("alice", "/api/orders", key, order.replace("}", ",\"confirmDuplicate\":true}"));

        assertThat(question.status()).isEqualTo(409);
        assertThat(question.body())
                .contains("possible-duplicate-order")
                .contains(first.header("Location").orElseThrow());
        assertThat(question.header("Idempotency-Disposition")).isEmpty();
        assertThat(confirmed.status()).isEqualTo(201);
        assertThat(product.ordersWith(key)).isEqualTo(1);
    }

    @Test
    void redisIsAskedTwiceForAFirstRequestAndOnceForAReplayUnderAKeyThatAPersonCanRead() {
        String key = newKey();
        String order = order();
        RedisClient client = product.redisClient();
        try (StatefulRedisConnection<String, String> connection = client.connect()) {
            // the script is known to Redis from here on
            product.one().post("alice", "/api/orders", newKey(), order());
            connection.sync().configResetstat();
            product.one().post("alice", "/api/orders", key, order);
            assertThat(connection.sync().info("commandstats")).contains("cmdstat_evalsha:calls=2,");
            product.one().post("alice", "/api/orders", key, order);
            assertThat(connection.sync().info("commandstats"))
                    .contains("cmdstat_evalsha:calls=2,", "cmdstat_get:calls=1,")
                    .doesNotContain("cmdstat_eval:");
            assertThat(connection.sync().keys("*" + key)).containsExactly("oncegate:v1:orders:alice:" + key);
        } finally {
            client.shutdown();
        }
    }

    private static String order() {
        return "{\"prodCode\":\"SKU-1\",\"amount\":\"" + AMOUNT.incrementAndGet() + ".50\"}";
    }
}
