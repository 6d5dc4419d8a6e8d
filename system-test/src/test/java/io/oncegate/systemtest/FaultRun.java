package io.oncegate.systemtest;

import io.oncegate.systemtest.History.Strike;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/** Orders at a fleet while it fails in ways that a seed decides. When what is the seed's; how it falls together is not. */
final class FaultRun {

    private static final int FEWEST_CLIENTS = 12;
    private static final int MOST_CLIENTS = 24;
    /** So many that orders keep up with faults. */
    private static final int KEYS_OF_A_CLIENT = 150;

    private static final List<Route> ROUTES =
            List.of(Route.ORDERS, Route.ORDERS, Route.ORDERS, Route.FEEDBACK, Route.GUESTBOOK);

    private static final int SHORTEST_FAULT_MILLIS = 200;
    private static final int LONGEST_FAULT_MILLIS = 1_500;
    /** Long enough for a failover, and now and then too short for one. */
    private static final int LONGEST_FAILOVER_MILLIS = 3_500;

    private static final int LONGEST_QUIET_MILLIS = 1_000;
    private static final Duration LONGEST_ORDER = Duration.ofMinutes(2);
    private static final int SHOWN_EVERY = 20;

    private final Fleet fleet;
    private final List<Trouble> kinds;
    private final int keys;
    private final int faults;
    private final long seed;
    private final History history = new History();
    private final Map<String, String> keysOfMarks = new HashMap<>();
    private final AtomicInteger begun = new AtomicInteger();
    private final AtomicInteger struck = new AtomicInteger();

    /**
     * @param fleet what is to fail
     * @param kinds how
     * @param keys how many keys are used
     * @param faults how often something fails
     * @param seed decides what fails when
     */
    FaultRun(Fleet fleet, List<Trouble> kinds, int keys, int faults, long seed) {
        this.fleet = fleet;
        this.kinds = kinds;
        this.keys = keys;
        this.faults = faults;
        this.seed = seed;
    }

    /** Runs it to its end. */
    void run() {
        System.out.printf(
                "%d keys, %d faults of %d kinds, seed %d, on %s%n", keys, faults, kinds.size(), seed, fleet.ground());
        CompletableFuture<Void> trouble = CompletableFuture.runAsync(this::makeTrouble, new OwnThread());
        List<CompletableFuture<Void>> clients = IntStream.range(0, clients())
                .mapToObj(client -> CompletableFuture.runAsync(() -> order(client), new OwnThread()))
                .toList();
        trouble.join();
        clients.forEach(CompletableFuture::join);
        fleet.backend().tables().awaitQuiet();
    }

    /** What was seen so far. */
    History history() {
        return history;
    }

    /** How many clients order at once. */
    private int clients() {
        return Math.min(MOST_CLIENTS, Math.max(FEWEST_CLIENTS, keys / KEYS_OF_A_CLIENT));
    }

    /** The ids of all that was made, by key. */
    Map<String, List<String>> made() {
        Map<String, List<String>> made = new HashMap<>(fleet.backend().tables().made(Route.ORDERS));
        // and what guests wrote: it is the same table
        fleet.backend().tables().made(Route.FEEDBACK).forEach((text, ids) -> made.put(key(text), ids));
        return made;
    }

    private synchronized String key(String text) {
        return keysOfMarks.getOrDefault(text, text);
    }

    private synchronized void remember(Request request) {
        keysOfMarks.put(request.mark(), request.key());
    }

    private void order(int client) {
        Random random = new Random(seed * 31 + client);
        int number = next();
        while (number > 0) {
            Route route = ROUTES.get(random.nextInt(ROUTES.size()));
            Ordering ordering =
                    new Ordering(new Recorder(fleet.entrances(), history), random, route, number, LONGEST_ORDER);
            remember(ordering.request());
            ordering.untilAnswered();
            number = next();
        }
    }

    /** The next order's number, when the faults have come as far as the orders; 0 when there are enough of both. */
    private int next() {
        int number = begun.incrementAndGet();
        while (struck.get() < faults && (long) number * faults > (long) keys * (struck.get() + 1)) {
            Eventually.pause(20);
        }
        return number > keys ? 0 : number;
    }

    private void makeTrouble() {
        Random random = new Random(seed);
        Supplier<Trouble> next = new Supplier<>() {
            private final List<Trouble> left = new ArrayList<>();

            @Override
            public Trouble get() {
                if (left.isEmpty()) {
                    left.addAll(kinds);
                    Collections.shuffle(left, random);
                }
                return left.remove(left.size() - 1);
            }
        };
        List<CompletableFuture<Void>> repairs = new ArrayList<>();
        for (int i = 0; i < faults; i++) {
            strike(next.get(), random, repairs);
            if (struck.incrementAndGet() % SHOWN_EVERY == 0) {
                System.out.printf("%d faults, %d orders begun so far%n", struck.get(), begun.get());
            }
            Eventually.pause(random.nextInt(LONGEST_QUIET_MILLIS));
        }
        repairs.forEach(CompletableFuture::join);
    }

    private void strike(Trouble trouble, Random random, List<CompletableFuture<Void>> repairs) {
        Aim at = aim(trouble, random, repairs);
        long from = System.nanoTime();
        Optional<Succession> succession =
                trouble.mayReplace() ? Optional.of(Succession.of(at.shard(), at.primary())) : Optional.empty();
        Trouble.Repair repair = trouble.strike(at);
        Eventually.pause(random.nextInt(
                SHORTEST_FAULT_MILLIS, trouble.mayReplace() ? LONGEST_FAILOVER_MILLIS : LONGEST_FAULT_MILLIS));
        Runnable over = () -> {
            repair.run();
            if (trouble != Trouble.GATEWAY_KILLED) {
                fleet.redis().awaitWhole();
            }
            Optional<Long> replaced = succession.flatMap(Succession::end);
            Loss loss = trouble.loss(at.shard(), replaced.isPresent());
            history.add(new Strike(trouble.toString(), loss, from, replaced, System.nanoTime()));
        };
        if (trouble == Trouble.GATEWAY_KILLED) {
            repairs.add(CompletableFuture.runAsync(over, new OwnThread()));
        } else {
            over.run();
        }
    }

    private Aim aim(Trouble trouble, Random random, List<CompletableFuture<Void>> repairs) {
        List<Fleet.Member> running =
                fleet.members().stream().filter(Fleet.Member::isRunning).toList();
        if (trouble == Trouble.GATEWAY_KILLED && running.size() == 1) {
            // one has to be left for those who order
            CompletableFuture.allOf(repairs.toArray(CompletableFuture[]::new)).join();
            running = fleet.members();
        }
        List<Shard> shards = fleet.redis().shards();
        Shard shard = shards.get(random.nextInt(shards.size()));
        return new Aim(fleet, running.get(random.nextInt(running.size())), shard, shard.primary(), random);
    }
}
