package io.oncegate.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;

class DeadlineSchedulerTest {

    private final DeadlineScheduler deadlines = new DeadlineScheduler();

    @AfterEach
    void stop() {
        deadlines.dispose();
    }

    @Test
    void aDeadlineThatPassesIsNoticed() {
        assertThatThrownBy(() ->
                        Mono.never().timeout(Duration.ofMillis(1), deadlines).block(Duration.ofSeconds(20)))
                .hasCauseInstanceOf(TimeoutException.class);
    }

    @Test
    void whatIsDueRunsOnTheParallelSchedulerAndHoldsNoOtherDeadlineUp() throws InterruptedException {
        CountDownLatch second = new CountDownLatch(1);
        CountDownLatch first = new CountDownLatch(1);
        AtomicBoolean parallel = new AtomicBoolean();
        deadlines.schedule(
                () -> {
                    parallel.set(Thread.currentThread().getName().startsWith("parallel-"));
                    try {
                        // goes on only when the later one has been noticed, too
                        if (second.await(20, TimeUnit.SECONDS)) {
                            first.countDown();
                        }
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                },
                1,
                TimeUnit.MILLISECONDS);
        deadlines.schedule(second::countDown, 30, TimeUnit.MILLISECONDS);
        assertThat(first.await(20, TimeUnit.SECONDS)).isTrue();
        assertThat(parallel).isTrue();
    }

    @Test
    void itsTimeIsThatOfAClockThatNobodySets() {
        long before = System.nanoTime();
        long now = deadlines.now(TimeUnit.NANOSECONDS);
        assertThat(now - before).isNotNegative();
        assertThat(System.nanoTime() - now).isNotNegative();
    }

    @Test
    void aDeadlineThatIsForgottenNeverPasses() throws InterruptedException {
        AtomicBoolean passed = new AtomicBoolean();
        CountDownLatch later = new CountDownLatch(1);
        Disposable deadline = deadlines.schedule(() -> passed.set(true), 20, TimeUnit.MILLISECONDS);
        deadlines.schedule(later::countDown, 60, TimeUnit.MILLISECONDS);
        deadline.dispose();
        assertThat(later.await(20, TimeUnit.SECONDS)).isTrue();
        assertThat(passed).isFalse();
    }

    @Test
    void afterTheEndNoneIsTaken() {
        deadlines.dispose();
        assertThatThrownBy(() -> deadlines.schedule(() -> {}, 1, TimeUnit.SECONDS))
                .isInstanceOf(RejectedExecutionException.class);
    }
}
