package io.oncegate.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.DefaultEventLoop;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/** An answer that is heard on another thread is told where the connection is, and to nobody who has left. */
class HeldRetryTest {

    private final DefaultEventLoop loop = new DefaultEventLoop();
    private final BlockingQueue<Optional<FullHttpResponse>> told = new LinkedBlockingQueue<>();
    private final Sinks.One<Supplier<FullHttpResponse>> answer = Sinks.one();
    private final AtomicInteger ended = new AtomicInteger();

    private final HeldRetry retry = new HeldRetry(new EarlyRetry() {
        @Override
        public int length() {
            return 0;
        }

        @Override
        public Mono<Supplier<FullHttpResponse>> ask(byte[] body) {
            return answer.asMono();
        }

        @Override
        public void end() {
            ended.incrementAndGet();
        }
    });

    @AfterEach
    void endTheLoop() {
        loop.shutdownGracefully(0, 5, TimeUnit.SECONDS).syncUninterruptibly();
    }

    @Test
    void whatIsHeardIsMadeAndToldOnTheLoop() throws InterruptedException {
        ask();
        List<Boolean> onLoop = new ArrayList<>();
        FullHttpResponse response = new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.OK);
        answer.tryEmitValue(() -> {
                    onLoop.add(loop.inEventLoop());
                    return response;
                })
                .orThrow();
        assertThat(told.poll(10, TimeUnit.SECONDS)).contains(response);
        assertThat(onLoop).containsExactly(true);
    }

    @Test
    void thatThereIsNothingIsToldOnce() throws InterruptedException {
        ask();
        answer.tryEmitEmpty().orThrow();
        assertThat(told.poll(10, TimeUnit.SECONDS)).isEmpty();
        runWhatIsThere();
        assertThat(told).isEmpty();
    }

    @Test
    void whoLeavesWhileTheAnswerIsOnItsWayIsNotTold() throws InterruptedException {
        ask();
        CountDownLatch busy = new CountDownLatch(1);
        var unused = loop.submit(() -> {
            busy.await();
            retry.end();
            return null;
        });
        answer.tryEmitEmpty().orThrow();
        busy.countDown();
        runWhatIsThere();
        assertThat(told).isEmpty();
        assertThat(ended).hasValue(1);
    }

    @Test
    void whoLeavesBeforeThatIsNotWaitedFor() throws InterruptedException {
        ask();
        retry.end();
        assertThat(answer.currentSubscriberCount()).isZero();
        answer.tryEmitEmpty().orThrow();
        runWhatIsThere();
        assertThat(told).isEmpty();
    }

    private void ask() {
        retry.ask(loop, response -> told.add(Optional.ofNullable(response)));
    }

    private void runWhatIsThere() throws InterruptedException {
        loop.submit(() -> {}).sync();
    }
}
