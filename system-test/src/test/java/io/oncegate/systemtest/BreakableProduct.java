package io.oncegate.systemtest;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;

/**
 * The product with a {@link Gate} in front of each of its parts, and a successor started ahead for each part that takes
 * long to start. One gateway is there to be killed; the other never is.
 */
final class BreakableProduct implements AutoCloseable {

    private static final String[] GATEWAY = {"--oncegate.defaults.lease=5s", "--oncegate.store-timeout=1s"};
    private static final String[] SERVICE = {
        // the question stays out of it
        "--orders.reorder-window=0s",
        // one connection for each request, so that none is sent on a connection that has just been lost
        "--server.tomcat.max-keep-alive-requests=1"
    };

    // what a killed Redis was told must not depend on when it last wrote to its file
    private final RedisProcess redis = RedisProcess.start("--appendfsync always");
    private final PostgresProcess postgres = PostgresProcess.start();
    private OrderServiceProcess service = OrderServiceProcess.start(postgres, SERVICE);
    private final Gate toRedis = Gate.to(redis.port());
    private final Gate toService = Gate.to(service.uri().getPort());
    private CompletableFuture<GatewayProcess> victim = CompletableFuture.supplyAsync(this::gateway, new OwnThread());
    private final GatewayProcess steady = gateway();
    private final Gate toSteady = Gate.to(steady.uri().getPort());
    private CompletableFuture<OrderServiceProcess> spare = spare();

    Tables tables() {
        return new Tables(postgres.dataSource());
    }

    RedisProcess redis() {
        return redis;
    }

    Gate toRedis() {
        return toRedis;
    }

    Gate toService() {
        return toService;
    }

    /** The gateway that is never harmed. */
    Http steady() {
        return steady.http();
    }

    /** The same one, for clients that will be cut off. */
    Http steadyThroughGate() {
        return new Http(toSteady.uri());
    }

    /** The gateway that is there to be killed. */
    Http victim() {
        return victim.join().http();
    }

    /** Waits until requests through a gateway are executed on both routes, and Redis knows the scripts. */
    void awaitService(Http gateway) {
        for (Request request : Request.onEachRoute()) {
            Eventually.happens("a gateway got an answer from the service", () -> request.send(gateway)
                    .join()
                    .filter(reply -> reply.status() == 201)
                    .isPresent());
        }
    }

    /** Kills the gateway that is there for it; another takes its place. */
    void killVictim() {
        GatewayProcess killed = victim.join();
        victim = CompletableFuture.supplyAsync(this::gateway, new OwnThread());
        killed.kill();
    }

    void killService() {
        toService.shut();
        service.kill();
    }

    void replaceService() {
        service = spare.join();
        spare = spare();
        toService.open(service.uri().getPort());
    }

    void killRedis() {
        toRedis.shut();
        redis.kill();
    }

    void restartRedis() {
        redis.restart();
        toRedis.open(redis.port());
    }

    /** Cuts off the clients of {@link #steadyThroughGate}, and waits until the gateway knows. */
    void cutClients() {
        toSteady.cut();
        steady.takeNote();
    }

    /** Waits until a command's answer is as expected for each entry; the entry's key is added to the command. */
    void awaitInRedis(String command, List<Request> requests, Predicate<String> expected) {
        for (Request request : requests) {
            Eventually.happens(
                    command + " answered as expected",
                    () -> expected.test(redis.command(command + " " + request.entry())));
        }
    }

    private GatewayProcess gateway() {
        return GatewayProcess.start(toRedis.port(), toService.uri(), GATEWAY);
    }

    private CompletableFuture<OrderServiceProcess> spare() {
        return CompletableFuture.supplyAsync(() -> OrderServiceProcess.start(postgres, SERVICE), new OwnThread());
    }

    @Override
    public void close() {
        Closing.all(
                () -> victim.join().close(),
                steady,
                () -> spare.join().close(),
                service,
                toSteady,
                toRedis,
                toService,
                postgres,
                redis);
    }
}
