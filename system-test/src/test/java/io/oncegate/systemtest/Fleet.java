package io.oncegate.systemtest;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;

/** Several gateways before one Redis, of whatever topology, and one order service; each part of it may fail on its own. */
final class Fleet implements AutoCloseable {

    private static final List<String> GATEWAY = List.of(
            "--oncegate.defaults.lease=3s",
            "--oncegate.defaults.execution-timeout=8s",
            "--oncegate.defaults.in-flight-wait=1s",
            "--oncegate.store-timeout=500ms");

    /** For what is started ahead: one at a time, since there is time and they are heavy. */
    private final ExecutorService ahead = Executors.newSingleThreadExecutor(task -> {
        Thread thread = new Thread(task, "ahead");
        thread.setDaemon(true);
        return thread;
    });

    private final String routes = FleetRoutes.argument();
    private final Topology topology;
    private final boolean spares;
    private final Ground ground;
    private final RedisTopology redis;
    private final Backend backend;
    private final List<Member> members;

    /** A gateway, reached through a gate, with a successor that is started ahead where the run is long. */
    final class Member implements AutoCloseable {

        private final Site site = ground.site();
        /** Before a Redis that is alone; gateways reach several by the addresses that those announce. */
        private final Gate toRedis;

        private final List<String> jvm;
        private volatile FleetGateway process;
        private final Gate entrance;
        private volatile CompletableFuture<FleetGateway> successor = new CompletableFuture<>();
        private volatile boolean running = true;

        private Member(List<String> jvm) {
            this.jvm = jvm;
            this.toRedis = Gate.between(ground.here(), addressOfFirst());
            this.process = launch();
            this.entrance = Gate.between("127.0.0.1", process.address());
            if (spares) {
                prepare();
            }
        }

        private FleetGateway launch() {
            List<String> arguments = new ArrayList<>(GATEWAY);
            arguments.add(routes);
            arguments.addAll(
                    isReplicated()
                            ? redis.arguments()
                            : List.of(
                                    "--spring.data.redis.host=127.0.0.1",
                                    "--spring.data.redis.port=" + toRedis.port()));
            return FleetGateway.start(site, watched(jvm), backend.gate().uri(), arguments);
        }

        /** For leaks of buffers: for each where the run is short, else for one in many, since this costs more than all else. */
        private List<String> watched(List<String> machine) {
            return Stream.concat(
                            Stream.of("-Dio.netty.leakDetection.level=" + (spares ? "advanced" : "paranoid")),
                            machine.stream())
                    .toList();
        }

        private void prepare() {
            successor = CompletableFuture.supplyAsync(this::launch, ahead);
        }

        Http http() {
            return new Http(entrance.uri());
        }

        /** Whether it is there to be harmed. */
        boolean isRunning() {
            return running;
        }

        /** How many replays it has given ahead of the server. */
        double earlyReplays() {
            return process.scraped().counted("oncegate_replays_early_total");
        }

        Gate entrance() {
            return entrance;
        }

        void pause() {
            process.pause();
        }

        void resume() {
            process.resume();
        }

        /** Steps its wall clock. */
        void setClock(Duration ahead) {
            process.clock().orElseThrow().set(ahead);
        }

        void kill() {
            running = false;
            entrance.shut();
            process.kill();
            if (!spares) {
                prepare();
            }
        }

        /** Puts another in its place, which takes its time where none was started ahead. */
        void restart() {
            process = successor.join();
            entrance.open(process.address());
            running = true;
            if (spares) {
                prepare();
            }
        }

        @Override
        public void close() {
            Closing.all(entrance, process, toRedis, () -> {
                if (spares) {
                    successor.join().close();
                }
            });
        }
    }

    /**
     * Starts one with a Redis that is alone.
     *
     * @param gateways for each, arguments of its Java machine
     */
    Fleet(List<List<String>> gateways) {
        this(Topology.STANDALONE, gateways, false);
    }

    /**
     * Starts one.
     *
     * @param gateways how many
     * @param spares whether a successor of each is started ahead
     */
    Fleet(Topology topology, int gateways, boolean spares) {
        this(topology, Collections.nCopies(gateways, List.of()), spares);
    }

    private Fleet(Topology topology, List<List<String>> gateways, boolean spares) {
        this.topology = topology;
        this.spares = spares;
        this.ground = topology.ground();
        this.redis = topology.start(ground);
        this.backend = new Backend(ground.here(), ahead);
        List<CompletableFuture<Member>> starting = gateways.stream()
                .map(jvm -> CompletableFuture.supplyAsync(() -> new Member(jvm), new OwnThread()))
                .toList();
        this.members = starting.stream().map(CompletableFuture::join).toList();
    }

    private InetSocketAddress addressOfFirst() {
        RedisProcess first = redis.shards().get(0).nodes().get(0);
        return new InetSocketAddress(first.host(), first.port());
    }

    List<Member> members() {
        return members;
    }

    List<Http> entrances() {
        return members.stream().map(Member::http).toList();
    }

    Backend backend() {
        return backend;
    }

    Ground ground() {
        return ground;
    }

    RedisTopology redis() {
        return redis;
    }

    boolean isReplicated() {
        return topology != Topology.STANDALONE;
    }

    boolean isDivisible() {
        return ground.isDivisible();
    }

    boolean canCutGateways() {
        return !isReplicated() || isDivisible();
    }

    boolean canFailOver(String way) {
        return redis.failovers().contains(way);
    }

    boolean hasClocks() {
        return members.get(0).process.clock().isPresent();
    }

    /** Lets a gateway hear nothing of Redis until given back. */
    Held cutFromRedis(Member member) {
        if (isReplicated()) {
            return ground.silence(redis.sites(), List.of(member.site));
        }
        member.toRedis.shut();
        return () -> member.toRedis.open(addressOfFirst());
    }

    /** Kills the one that is alone, and what a gate would keep alive of its connections. */
    void killRedis(RedisProcess process) {
        process.kill();
        members.forEach(member -> member.toRedis.cut());
    }

    @Override
    public void close() {
        Closing.all(() -> Closing.all(members.toArray(AutoCloseable[]::new)), backend, redis, ground, ahead::shutdown);
    }
}
