package io.oncegate.systemtest;

import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Several gateways before one Redis and one order service, each part of which may fail on its own. */
final class Fleet implements AutoCloseable {

    private static final String[] GATEWAY = {
        "--oncegate.defaults.lease=3s",
        "--oncegate.defaults.execution-timeout=8s",
        "--oncegate.defaults.in-flight-wait=1s",
        "--oncegate.store-timeout=500ms"
    };
    /** The question whether somebody wants the same once more stays out of it. */
    private static final String SERVICE = "--orders.reorder-window=0s";

    private final RedisProcess redis = RedisProcess.start();
    private final PostgresProcess postgres = PostgresProcess.start();
    private volatile OrderServiceProcess service = OrderServiceProcess.start(postgres, SERVICE);
    private final Gate toService = Gate.to(service.uri().getPort());
    /** Started ahead: a service is away for as long as the fault lasts, and not for as long as a start takes. */
    private volatile CompletableFuture<OrderServiceProcess> successor = startService();

    private final List<Member> members;

    /** A gateway, reached through a gate, which reaches Redis through another. */
    final class Member implements AutoCloseable {

        private final Gate toRedis = Gate.to(redis.port());
        private final List<String> jvm;
        private volatile GatewayProcess process;
        private final Gate entrance;
        private volatile boolean running = true;

        private Member(List<String> jvm) {
            this.jvm = jvm;
            this.process = launch();
            this.entrance = Gate.to(process.uri().getPort());
        }

        private GatewayProcess launch() {
            return GatewayProcess.start(jvm, toRedis.port(), toService.uri(), GATEWAY);
        }

        Http http() {
            return new Http(entrance.uri());
        }

        /** Whether it is there to be harmed. */
        boolean isRunning() {
            return running;
        }

        Gate toRedis() {
            return toRedis;
        }

        Gate entrance() {
            return entrance;
        }

        void pause() {
            Signals.pause(process.process().pid());
        }

        void resume() {
            Signals.resume(process.process().pid());
        }

        void kill() {
            running = false;
            entrance.shut();
            process.kill();
        }

        /** Starts another in its place, which takes its time. */
        void restart() {
            process = launch();
            entrance.open(process.uri().getPort());
            running = true;
        }

        @Override
        public void close() {
            Closing.all(entrance, process, toRedis);
        }
    }

    /**
     * Starts it.
     *
     * @param gateways for each, arguments of its Java machine
     */
    Fleet(List<List<String>> gateways) {
        List<CompletableFuture<Member>> starting = gateways.stream()
                .map(jvm -> CompletableFuture.supplyAsync(() -> new Member(jvm), new OwnThread()))
                .toList();
        this.members = starting.stream().map(CompletableFuture::join).toList();
    }

    List<Member> members() {
        return members;
    }

    List<Http> entrances() {
        return members.stream().map(Member::http).toList();
    }

    Tables tables() {
        return new Tables(postgres.dataSource());
    }

    RedisProcess redis() {
        return redis;
    }

    Gate toService() {
        return toService;
    }

    void killService() {
        toService.shut();
        service.kill();
    }

    void replaceService() {
        service = successor.join();
        toService.open(service.uri().getPort());
        successor = startService();
    }

    private CompletableFuture<OrderServiceProcess> startService() {
        return CompletableFuture.supplyAsync(() -> OrderServiceProcess.start(postgres, SERVICE), new OwnThread());
    }

    void pauseService() {
        Signals.pause(service.process().pid());
    }

    void resumeService() {
        Signals.resume(service.process().pid());
    }

    void killRedis() {
        redis.kill();
        members.forEach(member -> member.toRedis().cut());
    }

    @Override
    public void close() {
        Closing.all(
                () -> Closing.all(members.toArray(AutoCloseable[]::new)),
                service,
                () -> successor.join().close(),
                toService,
                postgres,
                redis);
    }
}
