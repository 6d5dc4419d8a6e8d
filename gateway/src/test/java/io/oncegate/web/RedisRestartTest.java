package io.oncegate.web;

import static io.oncegate.web.Gateway.newKey;
import static io.oncegate.web.TroubledGateway.BYPASS;
import static io.oncegate.web.TroubledGateway.REJECT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.lettuce.core.RedisException;
import io.lettuce.core.ScriptOutputType;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import redis.embedded.RedisServer;

/** A Redis that goes away and comes back, at once or with a data set to load. */
class RedisRestartTest {

    private static final Duration DEADLINE = Duration.ofSeconds(30);

    /** A thousand bytes each, uncompressed, so that Redis looks at its connections between any two. */
    private static final String FILL = "for i = 1, 3000 do redis.call('SET', 'fill:' .. i, string.rep('x', 1000)) end";

    @Test
    void aRedisThatIsNotThere() {
        try (TroubledGateway troubled = new TroubledGateway()) {
            troubled.assertRecovers();
            troubled.gateway().redis().stop();

            troubled.awaitTrouble();
            troubled.assertNothingCanBeClaimed();

            troubled.gateway().redis().start();
            troubled.assertRecovers();
        }
    }

    @Test
    void aRedisThatIsLoadingRefusesAndThenRemembersWhatItHasLoaded() {
        try (TroubledGateway troubled = new TroubledGateway()) {
            String kept = newKey();
            troubled.assertProtected(REJECT, kept);
            troubled.assertProtected(BYPASS, kept);
            RedisServer again = stoppedWithData(troubled);
            CompletableFuture<Void> ready = CompletableFuture.runAsync(again::start, new OwnThread());
            try (RedisControl redis = awaitLoading(troubled)) {
                troubled.awaitTrouble();
                troubled.assertNothingCanBeClaimed();
                // or something else was the trouble
                assertThat(redis.isLoading()).isTrue();

                redis.commands().configSet("key-load-delay", "0");
                ready.orTimeout(DEADLINE.toSeconds(), TimeUnit.SECONDS).join();
                troubled.assertRecovers();
                troubled.assertReplayed(REJECT, kept);
                troubled.assertReplayed(BYPASS, kept);
            } finally {
                ready.join();
                again.stop();
            }
        }
    }

    /** Stops Redis; what it held is loaded by the one returned, which takes its time. */
    private static RedisServer stoppedWithData(TroubledGateway troubled) {
        try (RedisControl redis = troubled.redis()) {
            redis.commands().eval(FILL, ScriptOutputType.STATUS);
            redis.commands().configSet("rdbcompression", "no");
            assertThat(redis.commands().save()).isEqualTo("OK");
            String directory = redis.commands().configGet("dir").get("dir");
            troubled.gateway().redis().stop();
            return RedisServer.builder()
                    .port(troubled.gateway().redisPort())
                    .bind("127.0.0.1")
                    .setting("dir " + directory)
                    .setting("key-load-delay 20000")
                    .setting("loading-process-events-interval-bytes 1024")
                    .build();
        }
    }

    private static RedisControl awaitLoading(TroubledGateway troubled) {
        return await().atMost(DEADLINE)
                .ignoreException(RedisException.class)
                .until(
                        () -> {
                            RedisControl redis = troubled.redis();
                            assertThat(redis.isLoading()).isTrue();
                            return redis;
                        },
                        redis -> true);
    }
}
