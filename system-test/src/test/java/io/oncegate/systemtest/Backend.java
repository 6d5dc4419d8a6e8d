package io.oncegate.systemtest;

import java.net.InetSocketAddress;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/** An order service behind a gate, with a database that outlives it and a successor that is started ahead. */
final class Backend implements AutoCloseable {

    /** The question whether somebody wants the same once more stays out of it. */
    private static final String SERVICE = "--orders.reorder-window=0s";

    private final PostgresProcess postgres = PostgresProcess.start();
    private final Executor ahead;
    private volatile OrderServiceProcess service = OrderServiceProcess.start(postgres, SERVICE);
    private final Gate gate;
    /** A service is away for as long as the fault lasts, and not for as long as a start takes. */
    private volatile CompletableFuture<OrderServiceProcess> successor;

    /**
     * @param host where gateways reach it
     * @param ahead starts successors
     */
    Backend(String host, Executor ahead) {
        this.ahead = ahead;
        this.gate = Gate.between(host, address());
        this.successor = prepare();
    }

    private CompletableFuture<OrderServiceProcess> prepare() {
        return CompletableFuture.supplyAsync(() -> OrderServiceProcess.start(postgres, SERVICE), ahead);
    }

    private InetSocketAddress address() {
        return new InetSocketAddress(service.uri().getHost(), service.uri().getPort());
    }

    Gate gate() {
        return gate;
    }

    Tables tables() {
        return new Tables(postgres.dataSource());
    }

    void kill() {
        gate.shut();
        service.kill();
    }

    void replace() {
        service = successor.join();
        gate.open(address());
        successor = prepare();
    }

    void pause() {
        Signals.pause(service.process().pid());
    }

    void resume() {
        Signals.resume(service.process().pid());
    }

    @Override
    public void close() {
        Closing.all(service, () -> successor.join().close(), gate, postgres);
    }
}
