package io.oncegate.systemtest;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** An answer that waits for the test to let it go. */
final class HeldAnswer implements ScriptedAnswer {

    private static final long LONGEST_SECONDS = 60;

    private final ScriptedAnswer answer;
    private final CountDownLatch arrived = new CountDownLatch(1);
    private final CountDownLatch released = new CountDownLatch(1);

    HeldAnswer(String answer) {
        this.answer = ScriptedAnswer.of(answer);
    }

    /** Waits until its request has come. */
    void awaitRequest() {
        await(arrived);
    }

    void release() {
        released.countDown();
    }

    @Override
    public void to(HttpExchange exchange) throws IOException {
        arrived.countDown();
        await(released);
        answer.to(exchange);
    }

    private static void await(CountDownLatch latch) {
        try {
            if (!latch.await(LONGEST_SECONDS, TimeUnit.SECONDS)) {
                throw new AssertionError("it never came to that");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
