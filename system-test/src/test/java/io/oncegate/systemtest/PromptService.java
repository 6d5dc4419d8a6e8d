package io.oncegate.systemtest;

import java.net.URI;
import java.time.Duration;
import reactor.core.publisher.Mono;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;

/** A service in this process that answers every request with 201 and 1 KB, after a while or at once. */
final class PromptService implements AutoCloseable {

    static final String ANSWER = OrderList.json(1024);

    private final DisposableServer server;

    /**
     * @param after how long it takes
     */
    PromptService(Duration after) {
        Mono<?> pause = after.isZero() ? Mono.empty() : Mono.delay(after);
        server = HttpServer.create()
                .host("127.0.0.1")
                .handle((request, response) -> request.receive()
                        .then(pause.then())
                        .then(response.status(201)
                                .header("Content-Length", Integer.toString(ANSWER.length()))
                                .header("Content-Type", "application/json")
                                .sendString(Mono.just(ANSWER))
                                .then()))
                .bindNow();
    }

    URI uri() {
        return URI.create("http://127.0.0.1:" + server.port());
    }

    @Override
    public void close() {
        server.disposeNow();
    }
}
