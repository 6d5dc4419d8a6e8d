package io.oncegate.systemtest;

import io.oncegate.systemtest.History.Answer;
import java.time.Duration;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;

/**
 * One person's request, sent again and again, at growing intervals, until it has an answer that does not ask for another try:
 * through any gateway, now and then twice at once, now and then leaving before the answer comes, and sometimes the key is used
 * for something else.
 */
final class Ordering {

    private static final Duration PATIENCE = Duration.ofSeconds(6);
    private static final long SHORTEST_BACKOFF_MILLIS = 100;
    private static final long LONGEST_BACKOFF_MILLIS = 1_600;

    private final Recorder recorder;
    private final Random random;
    private final Request request;
    private final long deadline;

    /**
     * @param recorder sends and writes down
     * @param random decides what this person does
     * @param route where it goes
     * @param number tells its content from all others
     * @param longest how long it is gone on with
     */
    Ordering(Recorder recorder, Random random, Route route, int number, Duration longest) {
        this.recorder = recorder;
        this.random = random;
        this.request = new Request(route, "key-" + number + "-" + Http.newKey(), number);
        this.deadline = System.nanoTime() + longest.toNanos();
    }

    Request request() {
        return request;
    }

    void untilAnswered() {
        boolean answered = false;
        long longest = SHORTEST_BACKOFF_MILLIS;
        while (!answered && System.nanoTime() - deadline < 0) {
            answered = once();
            if (!answered) {
                Eventually.pause(1 + random.nextLong(longest));
                longest = Math.min(2 * longest, LONGEST_BACKOFF_MILLIS);
            }
        }
        if (random.nextInt(4) == 0) {
            send(false, PATIENCE).join();
        }
        if (random.nextInt(10) == 0) {
            send(true, PATIENCE).join();
        }
    }

    private boolean once() {
        CompletableFuture<Optional<Answer>> second =
                random.nextInt(6) == 0 ? send(false, PATIENCE) : CompletableFuture.completedFuture(Optional.empty());
        Duration patience = random.nextInt(8) == 0 ? Duration.ofMillis(20 + random.nextInt(300)) : PATIENCE;
        Optional<Answer> first = send(false, patience).join();
        Optional<Answer> other = second.join();
        return isLast(first) || isLast(other);
    }

    private static boolean isLast(Optional<Answer> answer) {
        return answer.filter(it -> !it.retryable()).isPresent();
    }

    private CompletableFuture<Optional<Answer>> send(boolean altered, Duration patience) {
        int gateway = random.nextInt(recorder.gateways().size());
        return recorder.send(request, altered, gateway, patience);
    }
}
