package io.oncegate.systemtest;

import static org.assertj.core.api.Assertions.assertThat;

import io.oncegate.systemtest.Load.Course;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * What a request costs as far as no clock is needed to tell: what is sent to Redis, and what is allocated. Both are looked at
 * from outside, in a gateway that runs as anybody's does.
 */
class CostOfARequestTest {

    private static final int REQUESTS = 200;
    private static final int MEASURED = 1000;
    /** Until what is hot is compiled, which takes things off the heap. */
    private static final int WARM_UP = 6000;

    private static final long FIRST_REQUEST_LIMIT = 75_000;
    private static final long REPLAY_LIMIT = 15_000;

    private static RedisProcess redis;
    private static PromptService service;
    private static MeasuredGateway gateway;

    @BeforeAll
    static void start() {
        redis = RedisProcess.start();
        service = new PromptService(Duration.ZERO);
        gateway = MeasuredGateway.start(redis.port(), service.uri(), service.uri(), Product.PATIENT);
    }

    @AfterAll
    static void end() {
        gateway.close();
        service.close();
        redis.close();
    }

    @Test
    void aFirstRequestSendsTwoCommandsToRedisAndAReplayOne() {
        Line.answer(firstRequests(REQUESTS), Load.newStart());
        try (SentToRedis sent = new SentToRedis(redis)) {
            String start = Load.newStart();

            Line.send(firstRequests(REQUESTS), start);
            assertThat(sent.counts()).isEqualTo(Map.of("EVALSHA", 2L * REQUESTS));

            Line.send(firstRequests(REQUESTS), start);
            assertThat(sent.counts()).isEqualTo(Map.of("GET", (long) REQUESTS));
        }
    }

    @Test
    void aRequestAllocatesNoMoreThanItsLimit() {
        String start = Load.newStart();
        Line.send(firstRequests(WARM_UP), start);
        Line.send(firstRequests(WARM_UP), start);
        String measured = Load.newStart();
        Load requests = firstRequests(MEASURED);

        assertThat(allocated(requests, measured)).as("a first request").isLessThan(FIRST_REQUEST_LIMIT);
        assertThat(allocated(requests, measured)).as("a replay").isLessThan(REPLAY_LIMIT);
    }

    /** For each request, in bytes. */
    private static long allocated(Load load, String start) {
        long before = gateway.machine().allocated();
        Line.send(load, start);
        return (gateway.machine().allocated() - before) / load.course().number();
    }

    private static Load firstRequests(int keys) {
        return Load.of("first request", gateway.contender(), "/once/1k", Course.answered(keys));
    }
}
