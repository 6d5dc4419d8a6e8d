package io.oncegate.run;

import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

/**
 * Runs the gateway and the order service with servers of their own until it is told to stop, or one of them ends. What it
 * started ends with it: told so where it can, and by the end of standard input where it is killed.
 */
public final class RunProduct {

    private static final Duration START = Duration.ofMinutes(2);

    private final Installation installation;
    private final Addresses addresses;
    private final PrintStream out;
    private final List<ChildProcess> children = new ArrayList<>();
    private boolean stopping;

    private RunProduct(Installation installation, Addresses addresses, PrintStream out) {
        this.installation = installation;
        this.addresses = addresses;
        this.out = out;
    }

    /** Runs until SIGINT or SIGTERM; ends with 1 if something went wrong. */
    public static void main(String[] arguments) throws InterruptedException {
        RunProduct run = new RunProduct(Installation.find(), Addresses.fromSystemProperties(), System.out);
        Runtime.getRuntime().addShutdownHook(new Thread(run::stop, "stop"));
        // within Maven too: the message is said, and a stack of Maven's own would only bury it
        System.exit(run.run());
    }

    private int run() throws InterruptedException {
        Optional<String> conflict = addresses.conflict();
        if (conflict.isPresent()) {
            out.println(conflict.get());
            return 1;
        }
        try {
            out.println("Starting the order service and the gateway ...");
            String token = newToken();
            ChildProcess orders = startOrders(token);
            ChildProcess gateway = startGateway(token);
            orders.awaitHealth(health(addresses.ordersManagement()), START);
            gateway.awaitHealth(health(addresses.gatewayManagement()), START);
            out.println(new Welcome(addresses, installation));
            return awaitEnd(orders, gateway);
        } catch (ChildFailedException | IOException | IllegalStateException e) {
            complain(String.valueOf(e.getMessage()));
            return 1;
        }
    }

    private ChildProcess startOrders(String token) throws IOException {
        return start(
                "order-backend",
                Map.of("ORDERS_GATEWAY_TOKEN", token),
                "--spring.profiles.active=embedded",
                "--server.port=" + addresses.orders(),
                "--management.server.port=" + addresses.ordersManagement(),
                "--orders.embedded.postgres.port=" + addresses.postgres(),
                "--orders.exit-with-parent=true");
    }

    private ChildProcess startGateway(String token) throws IOException {
        String orders = "http://127.0.0.1:" + addresses.orders();
        return start(
                "gateway",
                Map.of("GATEWAY_TOKEN", token, "ORDER_BACKEND_URI", orders, "FEEDBACK_URI", orders),
                "--spring.profiles.active=embedded,demo",
                "--server.port=" + addresses.gateway(),
                "--management.server.port=" + addresses.gatewayManagement(),
                "--oncegate.embedded.redis-port=" + addresses.redis(),
                "--oncegate.exit-with-parent=true");
    }

    private synchronized ChildProcess start(String module, Map<String, String> environment, String... arguments)
            throws IOException {
        if (stopping) {
            throw new IllegalStateException("stopped before everything was started");
        }
        List<String> command = Stream.concat(
                        Stream.of(
                                Installation.java().toString(),
                                // as docs/operations.md recommends for small heaps
                                "-XX:+UseParallelGC",
                                "-jar",
                                installation.jar(module).toString()),
                        Stream.of(arguments))
                .toList();
        ChildProcess child = ChildProcess.start(
                module, installation.root(), installation.log("run", module + ".log"), environment, command);
        // stopped in the other order: the gateway first, so that what it still has under way finds its service
        children.add(0, child);
        return child;
    }

    private int awaitEnd(ChildProcess... running) {
        CompletableFuture.anyOf(Stream.of(running).map(ChildProcess::exit).toArray(CompletableFuture[]::new))
                .join();
        for (ChildProcess child : running) {
            if (!child.isAlive()) {
                complain(child.name() + " has ended (exit code " + child.exit().join()
                        + "), so everything stops. The end of " + child.log() + ":" + System.lineSeparator()
                        + child.lastWords());
            }
        }
        return 1;
    }

    /** Says it, unless everything is being stopped anyway: then children end because they are told to. */
    private synchronized void complain(String what) {
        if (!stopping) {
            out.println(what);
        }
    }

    private void stop() {
        List<ChildProcess> started;
        synchronized (this) {
            stopping = true;
            started = List.copyOf(children);
        }
        if (!started.isEmpty()) {
            out.println("Stopping ...");
            started.forEach(ChildProcess::close);
            out.println("Stopped.");
        }
    }

    private static URI health(int port) {
        return URI.create("http://127.0.0.1:" + port + "/actuator/health");
    }

    /** A secret between the two processes, gone with them. */
    private static String newToken() {
        byte[] bytes = new byte[16];
        new SecureRandom().nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }
}
