package io.oncegate.web;

import static io.oncegate.web.Gateway.newKey;
import static io.oncegate.web.TroubledGateway.REJECT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.oncegate.core.StoreAudit;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import redis.embedded.RedisServer;

/** A gateway whose claims have to be on a replica before they count. */
class ReplicasTest {

    private static final Duration DEADLINE = Duration.ofSeconds(30);

    @Test
    void nothingIsSentUpstreamUnlessAReplicaHasTheClaim() throws IOException {
        try (TroubledGateway troubled =
                new TroubledGateway("oncegate.replicas-to-wait=1", "oncegate.replicas-timeout=300ms")) {
            troubled.assertNothingCanBeClaimed();
            assertThat(warnings(troubled)).contains("replicas-to-wait is 1, and a primary has 0 replicas");

            RedisServer replica = replicaOf(troubled.gateway().redisPort());
            replica.start();
            try (RedisControl control = new RedisControl(replica.ports().get(0))) {
                troubled.assertRecovers();
                assertThat(warnings(troubled)).doesNotContain("replicas-to-wait");
                String kept = newKey();
                troubled.assertProtected(REJECT, kept);
                String refused = newKey();

                control.whileFrozen(() -> {
                    troubled.assertNothingCanBeClaimed();
                    // what is there already is told without waiting for anybody
                    troubled.assertReplayed(REJECT, kept);
                    HttpResponse<byte[]> answer = troubled.post(REJECT, refused);
                    assertThat(answer.statusCode()).isEqualTo(503);
                    // given back while the replica is still away
                    await().atMost(DEADLINE)
                            .untilAsserted(() -> assertThat(troubled.gateway().record("reject", refused))
                                    .isEmpty());
                });

                troubled.assertRecovers();
                troubled.assertProtected(REJECT, refused);
            } finally {
                replica.stop();
            }
        }
    }

    private static String warnings(TroubledGateway troubled) {
        StoreAudit audit = troubled.gateway().bean(StoreAudit.class);
        return String.join(
                "\n", Objects.requireNonNull(audit.report().block(DEADLINE)).warnings());
    }

    private static RedisServer replicaOf(int primary) throws IOException {
        return RedisServer.builder()
                .port(Gateway.freePort())
                .bind("127.0.0.1")
                .setting("dir " + Files.createTempDirectory("oncegate-replica"))
                .setting("save \"\"")
                .setting("replicaof 127.0.0.1 " + primary)
                .build();
    }
}
