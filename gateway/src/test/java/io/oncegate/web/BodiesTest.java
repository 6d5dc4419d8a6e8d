package io.oncegate.web;

import static io.oncegate.web.Gateway.all;
import static io.oncegate.web.Gateway.newKey;
import static io.oncegate.web.Gateway.route;
import static io.oncegate.web.Gateway.text;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Bytes survive, in both directions, the first time and the next. */
class BodiesTest {

    private static final int MEGABYTE = 1 << 20;

    private static Gateway gateway;

    @BeforeAll
    static void start() {
        gateway = new Gateway(all(
                route(0, "bodies", "/bodies/**"),
                route(1, "small", "/small/**", "max-kept-body=1000B"),
                route(2, "json", "/json/**", "fingerprint=json"),
                route(3, "key", "/key/**", "fingerprint=key-only"),
                route(4, "form", "/form/**"),
                new String[] {"spring.cloud.gateway.server.webflux.routes[4].filters[1]=RewritePath=/form/.*, /form/x"
                }));
        gateway.upstream().on("/bodies/echo", (request, response) -> response.status(201)
                .sendByteArray(Mono.just(request.body())));
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 1000, 65_536, MEGABYTE})
    void binaryBodiesAreTheSameBothWaysAndAgain(int size) {
        byte[] body = random(size);
        String key = newKey();
        for (int i = 0; i < 2; i++) {
            HttpResponse<byte[]> answer =
                    gateway.send(gateway.post("/bodies/echo", key, "").POST(BodyPublishers.ofByteArray(body)));
            assertThat(answer.statusCode()).isEqualTo(201);
            assertThat(answer.body()).isEqualTo(body);
            assertThat(answer.headers().firstValue("Content-Length")).contains(Integer.toString(size));
        }
    }

    @Test
    void aChunkedRequestIsTheSameRequestAsOneWithALength() {
        byte[] body = random(100_000);
        String key = newKey();
        HttpResponse<byte[]> first = gateway.send(gateway.post("/bodies/echo", key, "")
                .POST(BodyPublishers.fromPublisher(BodyPublishers.ofByteArray(body))));
        HttpResponse<byte[]> second =
                gateway.send(gateway.post("/bodies/echo", key, "").POST(BodyPublishers.ofByteArray(body)));
        assertThat(first.body()).isEqualTo(body);
        assertThat(second.body()).isEqualTo(body);
        assertThat(second.headers().firstValue("Idempotent-Replayed")).contains("true");
    }

    @Test
    void anEmptyAnswerIsAnAnswer() {
        gateway.upstream().on("/bodies/empty", Upstream.answer(200, new byte[0]));
        assertThat(twice("/bodies/empty").body()).isEmpty();
    }

    @Test
    void anEmptyRequestHasAFingerprintToo() {
        gateway.upstream().on("/bodies/none", Upstream.answer(200, "x".getBytes(UTF_8)));
        String key = newKey();
        gateway.send(gateway.post("/bodies/none", key, ""));
        assertThat(gateway.send(gateway.post("/bodies/none", key, " ")).statusCode())
                .isEqualTo(422);
    }

    @Test
    void noContentHasNoLength() {
        gateway.upstream().on("/bodies/204", Upstream.answer(204, new byte[0], "ETag", "\"v1\""));
        HttpResponse<byte[]> replay = twice("/bodies/204");
        assertThat(replay.statusCode()).isEqualTo(204);
        assertThat(replay.headers().firstValue("Content-Length")).isEmpty();
        assertThat(replay.headers().firstValue("ETag")).contains("\"v1\"");
    }

    @Test
    void aRedirectKeepsItsLocation() {
        gateway.upstream().on("/bodies/303", Upstream.answer(303, new byte[0], "Location", "/orders/7?a=ä"));
        HttpResponse<byte[]> replay = twice("/bodies/303");
        assertThat(replay.statusCode()).isEqualTo(303);
        assertThat(replay.headers().firstValue("Location")).isPresent();
    }

    @Test
    void anUpstreamThatCompressesAllTheSameIsKeptAsItIs() throws IOException {
        ByteArrayOutputStream zipped = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(zipped)) {
            gzip.write("compressed".repeat(100).getBytes(UTF_8));
        }
        gateway.upstream()
                .on(
                        "/bodies/gzip",
                        Upstream.answer(
                                200, zipped.toByteArray(), "Content-Encoding", "gzip", "Vary", "Accept-Encoding"));
        HttpResponse<byte[]> replay = twice("/bodies/gzip");
        assertThat(replay.body()).isEqualTo(zipped.toByteArray());
        assertThat(replay.headers().firstValue("Content-Encoding")).contains("gzip");
        assertThat(replay.headers().firstValue("Vary")).contains("Accept-Encoding");
    }

    @Test
    void anAnswerOverTheLimitReachesTheFirstClientWholeAndIsRememberedAsAFact() {
        byte[] body = random(3 * MEGABYTE);
        gateway.upstream().on("/small/large", Upstream.answer(201, body, "Location", "/orders/9"));
        String key = newKey();

        HttpResponse<byte[]> first = gateway.send(gateway.post("/small/large", key, "{}"));
        HttpResponse<byte[]> retry = gateway.send(gateway.post("/small/large", key, "{}"));

        assertThat(first.statusCode()).isEqualTo(201);
        assertThat(first.body()).isEqualTo(body);
        AnswersTest.assertProblem(retry, 409, "result-not-kept", false);
        assertThat(text(retry)).contains("\"firstStatus\":201");
        assertThat(retry.headers().firstValue("Location")).contains("/orders/9");
        assertThat(gateway.upstream().seen("/small/large")).hasSize(1);
    }

    @Test
    void anAnswerOfExactlyTheLimitIsKept() {
        byte[] body = random(1000);
        gateway.upstream().on("/small/exact", Upstream.answer(200, body));
        assertThat(twice("/small/exact").body()).isEqualTo(body);
    }

    @Test
    void serverSentEventsStreamThrough() {
        gateway.upstream().on("/bodies/events", (request, response) -> response.status(200)
                .sse()
                .sendString(Flux.just("data: 1\n\n", "data: 2\n\n")));
        String key = newKey();
        HttpResponse<byte[]> first = gateway.send(gateway.post("/bodies/events", key, "{}"));
        assertThat(text(first)).isEqualTo("data: 1\n\ndata: 2\n\n");
        AnswersTest.assertProblem(
                gateway.send(gateway.post("/bodies/events", key, "{}")), 409, "result-not-kept", false);
    }

    @Test
    void jsonIsComparedByMeaningWhereTheRouteSaysSo() {
        gateway.upstream().on("/json/one", Upstream.answer(201, "done".getBytes(UTF_8)));
        String key = newKey();
        gateway.send(gateway.post("/json/one", key, "{\"a\": 1.0, \"b\": [1, 2]}"));
        assertThat(gateway.send(gateway.post("/json/one", key, "{\"b\":[1,2],\"a\":1}"))
                        .statusCode())
                .isEqualTo(201);
        assertThat(gateway.send(gateway.post("/json/one", key, "{\"b\":[2,1],\"a\":1}"))
                        .statusCode())
                .isEqualTo(422);
    }

    @Test
    void onlyTheKeyIsComparedWhereTheRouteSaysSo() {
        gateway.upstream().on("/key/one", Upstream.answer(201, "done".getBytes(UTF_8)));
        String key = newKey();
        gateway.send(gateway.post("/key/one", key, "one"));
        assertThat(text(gateway.send(gateway.post("/key/one", key, "two")))).isEqualTo("done");
    }

    @Test
    void multipartIsComparedWithoutItsBoundary() {
        gateway.upstream().on("/form/x", Upstream.answer(201, "done".getBytes(UTF_8)));
        String key = newKey();
        assertThat(multipart(key, "aaa", "content").statusCode()).isEqualTo(201);
        assertThat(multipart(key, "bbb", "content").statusCode()).isEqualTo(201);
        assertThat(multipart(key, "bbb", "other").statusCode()).isEqualTo(422);
        assertThat(new String(gateway.upstream().seen("/form/x").get(0).body(), UTF_8))
                .startsWith("--aaa\r\n");
    }

    private static HttpResponse<byte[]> multipart(String key, String boundary, String content) {
        String body = "--" + boundary + "\r\nContent-Disposition: form-data; name=\"f\"\r\n\r\n" + content + "\r\n--"
                + boundary + "--\r\n";
        return gateway.send(gateway.post("/form/upload", key, body)
                .setHeader("Content-Type", "multipart/form-data; boundary=" + boundary));
    }

    private static HttpResponse<byte[]> twice(String path) {
        String key = newKey();
        HttpResponse<byte[]> first = gateway.send(gateway.post(path, key, "{}"));
        HttpResponse<byte[]> replay = gateway.send(gateway.post(path, key, "{}"));
        assertThat(replay.statusCode()).isEqualTo(first.statusCode());
        assertThat(replay.body()).isEqualTo(first.body());
        assertThat(replay.headers().firstValue("Idempotent-Replayed")).contains("true");
        assertThat(gateway.upstream().seen(path)).hasSize(1);
        return replay;
    }

    private static byte[] random(int size) {
        byte[] bytes = new byte[size];
        new Random(size).nextBytes(bytes);
        return bytes;
    }
}
