package io.oncegate.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.mock.http.server.reactive.MockServerHttpRequest;
import org.springframework.mock.web.server.MockServerWebExchange;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;

/** A reply and its client meet, or miss each other, at one and the same moment. */
class ClientRaceTest {

    private static final int ROUNDS = 20_000;

    private static ExecutorService threads;

    private final ServerWebExchange exchange = MockServerWebExchange.from(MockServerHttpRequest.get("/"));

    @BeforeAll
    static void start() {
        threads = Executors.newFixedThreadPool(2);
    }

    @AfterAll
    static void stop() {
        threads.shutdownNow();
    }

    @Test
    void aReplyToAClientThatLeavesMeanwhileIsWrittenOrLetGoOfAndNeverBoth() throws Exception {
        for (int i = 0; i < ROUNDS; i++) {
            Round round = new Round();
            Disposable receiving = round.client.receive(exchange).subscribe();
            atOnce(() -> round.client.reply(round), receiving::dispose);
            assertThat(round.written.get() + round.discarded.get()).isOne();
            assertThat(round.ends).hasValue(1);
        }
    }

    @Test
    void aReplyToAClientThatOnlyJustComesIsWritten() throws Exception {
        for (int i = 0; i < ROUNDS; i++) {
            Round round = new Round();
            atOnce(
                    () -> round.client.reply(round),
                    () -> round.client.receive(exchange).subscribe());
            assertThat(round.written).hasValue(1);
            assertThat(round.discarded).hasValue(0);
            assertThat(round.ends).hasValue(1);
        }
    }

    @Test
    void ofTwoRepliesOneIsWrittenAndOneLetGoOf() throws Exception {
        for (int i = 0; i < ROUNDS; i++) {
            Round round = new Round();
            round.client.receive(exchange).subscribe();
            atOnce(() -> round.client.reply(round), () -> round.client.reply(round));
            assertThat(round.written).hasValue(1);
            assertThat(round.discarded).hasValue(1);
            assertThat(round.ends).hasValue(1);
        }
    }

    private static void atOnce(Runnable one, Runnable other) throws Exception {
        CountDownLatch ready = new CountDownLatch(2);
        Future<?> first = threads.submit(() -> when(ready, one));
        Future<?> second = threads.submit(() -> when(ready, other));
        first.get(20, TimeUnit.SECONDS);
        second.get(20, TimeUnit.SECONDS);
    }

    /** Spins: to be woken takes longer than what is raced for. */
    private static void when(CountDownLatch ready, Runnable step) {
        ready.countDown();
        while (ready.getCount() > 0) {
            Thread.onSpinWait();
        }
        step.run();
    }

    /** A client, and the reply to it. */
    private static final class Round implements Reply {

        private final AtomicInteger ends = new AtomicInteger();
        private final AtomicInteger written = new AtomicInteger();
        private final AtomicInteger discarded = new AtomicInteger();
        private final Client client = new Client(ends::incrementAndGet);

        @Override
        public String outcome() {
            return "any";
        }

        @Override
        public Mono<Void> writeTo(ServerWebExchange to) {
            written.incrementAndGet();
            return Mono.empty();
        }

        @Override
        public void discard() {
            discarded.incrementAndGet();
        }
    }
}
