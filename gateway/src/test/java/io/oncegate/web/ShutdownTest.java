package io.oncegate.web;

import static io.oncegate.web.Gateway.all;
import static io.oncegate.web.Gateway.newKey;
import static io.oncegate.web.Gateway.route;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Sinks;

/** A gateway that ends sees to its end what runs on without a client (contract 5). */
class ShutdownTest {

    @Test
    void anExchangeWhoseClientHasLeftIsBroughtToItsEndAndOneThatTakesTooLongEndsUnknown() throws IOException {
        try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
                Gateway gateway = new Gateway(all(
                        new String[] {"oncegate.drain-timeout=2s"},
                        route(0, "once", "/once/**"),
                        route(1, "handshake", "/handshake/**"),
                        new String[] {
                            "spring.cloud.gateway.server.webflux.routes[1].uri=https://127.0.0.1:"
                                    + silent.getLocalPort()
                        }))) {
            Sinks.Empty<Void> go = Sinks.empty();
            gateway.upstream()
                    .on("/once/slow", Upstream.after(go.asMono(), Upstream.answer(201, "kept".getBytes(UTF_8))));
            gateway.upstream()
                    .on("/once/never", Upstream.after(Sinks.<Void>empty().asMono(), Upstream.answer(201, new byte[0])));
            String slow = newKey();
            String never = newKey();
            String unsent = newKey();
            gateway.leave("/once/slow", slow, () -> !gateway.upstream()
                    .seen("/once/slow")
                    .isEmpty());
            gateway.leave("/once/never", never, () -> !gateway.upstream()
                    .seen("/once/never")
                    .isEmpty());
            // nobody answers the handshake, so the request is never sent
            gateway.leave("/handshake/x", unsent, () -> gateway.record("handshake", unsent)
                    .startsWith("I"));

            CompletableFuture<Void> stopped = CompletableFuture.runAsync(gateway::stop, new OwnThread());
            await().until(() -> !gateway.isListening());
            go.tryEmitEmpty();
            stopped.join();

            assertThat(gateway.record("once", slow)).startsWith("K").endsWith("kept");
            assertThat(gateway.record("once", never)).startsWith("U");
            assertThat(gateway.record("handshake", unsent)).isEmpty();
        }
    }
}
