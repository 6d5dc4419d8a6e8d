package io.oncegate.web;

import io.oncegate.core.Capacity;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.SignalType;
import reactor.util.context.Context;

/**
 * Runs exchanges that no client can cancel: a client that goes away changes nothing (contract 5). The one place that
 * subscribes, and so the one that owns what runs and sees it to its end.
 */
public final class DetachedExchanges {

    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(25);

    private final Set<Client> running = ConcurrentHashMap.newKeySet();
    private volatile boolean ending;

    /** How many run. */
    public int running() {
        return running.size();
    }

    /**
     * Waits until none runs. What still runs after {@code longest} is cut off: what was not sent is released then, of what
     * was sent the outcome is unknown.
     */
    public Mono<Void> drain(Duration longest) {
        Mono<Void> idle = Flux.interval(Duration.ZERO, BETWEEN_LOOKS)
                .onBackpressureDrop()
                .takeUntil(tick -> running.isEmpty())
                .then();
        return idle.timeout(longest, Mono.defer(() -> {
            ending = true;
            running.forEach(Client::cutOff);
            return idle;
        }));
    }

    /**
     * Starts an exchange when the client's side is subscribed to, with its context.
     *
     * @param share what the exchange takes up, given back when neither the exchange nor the client needs it any more
     * @param work replies to the client and goes on as long as it must; its completion without a reply, and its
     *     errors, fail the client's request
     */
    Mono<Void> start(ServerWebExchange exchange, Capacity.Share share, Function<Client, Mono<Void>> work) {
        return new Mono<>() {
            @Override
            public void subscribe(CoreSubscriber<? super Void> actual) {
                Run run = new Run(share, actual.currentContext());
                Client client = run.client;
                running.add(client);
                if (ending) {
                    // added too late to be found there
                    client.cutOff();
                }
                Mono.defer(() -> work.apply(client)).subscribe(run);
                client.receive(exchange).subscribe(actual);
            }
        };
    }

    /** One exchange: nobody but its own end ends it. */
    private final class Run extends BaseSubscriber<Void> {

        private final Client client;
        private final Capacity.Share share;
        private final Context context;
        private final AtomicInteger sides = new AtomicInteger(2);

        Run(Capacity.Share share, Context context) {
            this.client = new Client(this::sideEnded);
            this.share = share;
            this.context = context;
        }

        @Override
        public Context currentContext() {
            return context;
        }

        @Override
        protected void hookOnComplete() {
            client.end();
        }

        @Override
        protected void hookOnError(Throwable failure) {
            client.fail(failure);
        }

        @Override
        protected void hookFinally(SignalType signal) {
            running.remove(client);
            sideEnded();
        }

        private void sideEnded() {
            if (sides.decrementAndGet() == 0) {
                share.giveBack();
            }
        }
    }
}
