package io.oncegate.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Test;
import org.springframework.http.HttpHeaders;
import org.springframework.http.server.reactive.ReactorHttpHandlerAdapter;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpRequestDecorator;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.http.server.reactive.ServerHttpResponseDecorator;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;

/** Fields are those that a filter would see, whoever put them there; taken from what the server holds only where these are they. */
class MessageFieldsTest {

    /** Does something with a request and the response to it, as a real server has them. */
    private static HttpResponse<Void> serving(BiConsumer<ServerHttpRequest, ServerHttpResponse> action)
            throws Exception {
        CompletableFuture<Void> done = new CompletableFuture<>();
        DisposableServer server = HttpServer.create()
                .host("127.0.0.1")
                .handle(new ReactorHttpHandlerAdapter((request, response) -> {
                    try {
                        action.accept(request, response);
                        done.complete(null);
                    } catch (RuntimeException | AssertionError e) {
                        done.completeExceptionally(e);
                    }
                    return response.setComplete();
                }))
                .bindNow();
        try {
            HttpResponse<Void> answer = HttpClient.newHttpClient()
                    .send(
                            HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port()))
                                    .header("X-Two", "1")
                                    .header("x-two", "2")
                                    .header("X-One", "sent")
                                    .build(),
                            BodyHandlers.discarding());
            done.get();
            return answer;
        } finally {
            server.disposeNow();
        }
    }

    private static MessageFields answers() {
        HttpHeaders headers = new HttpHeaders();
        headers.add("X-Made", "a");
        headers.add("X-Made", "b");
        return MessageFields.of(headers);
    }

    @Test
    void aCopyOfARequestsIsItsOwn() throws Exception {
        serving((request, response) -> {
            MessageFields copy = MessageFields.of(request);
            assertThat(copy.get("X-TWO")).containsExactly("1", "2");
            assertThat(copy.headerNames())
                    .containsExactlyInAnyOrderElementsOf(request.getHeaders().headerNames());

            copy.set("X-One", "changed");
            copy.remove("X-Two");

            assertThat(request.getHeaders().get("X-One")).containsExactly("sent");
            assertThat(request.getHeaders().get("X-Two")).containsExactly("1", "2");
            assertThat(copy.held().get("x-one")).isEqualTo("changed");
            assertThat(copy.held().contains("x-two")).isFalse();
        });
    }

    @Test
    void whatAFilterChangedInARequestIsCopied() throws Exception {
        serving((request, response) -> {
            ServerHttpRequest changed = request.mutate()
                    .headers(headers -> headers.set("X-One", "changed"))
                    .build();
            ServerHttpRequest around = new ServerHttpRequestDecorator(changed);
            assertThat(MessageFields.of(changed).get("X-One")).containsExactly("changed");
            assertThat(MessageFields.of(around).get("X-One")).containsExactly("changed");
        });
    }

    @Test
    void whatAFilterShowsInTheirPlaceIsCopied() throws Exception {
        serving((request, response) -> {
            HttpHeaders shown = new HttpHeaders();
            shown.add("X-One", "shown");
            ServerHttpRequest around = new ServerHttpRequestDecorator(request) {
                @Override
                public HttpHeaders getHeaders() {
                    return shown;
                }
            };
            assertThat(MessageFields.of(around).headerNames()).containsExactly("X-One");
            assertThat(MessageFields.of(new ServerHttpRequestDecorator(around)).get("X-One"))
                    .containsExactly("shown");
        });
    }

    @Test
    void aResponseHasThemInPlaceOfWhatItHad() throws Exception {
        HttpResponse<Void> answer = serving((request, response) -> {
            response.getHeaders().set("X-Before", "gone");
            answers().replace(new ServerHttpResponseDecorator(response));
        });
        assertThat(answer.headers().allValues("X-Made")).isEqualTo(List.of("a", "b"));
        assertThat(answer.headers().allValues("X-Before")).isEmpty();
    }

    @Test
    void aFilterThatShowsOthersForAResponseGetsThem() throws Exception {
        HttpHeaders shown = new HttpHeaders();
        shown.set("X-Before", "gone");
        HttpResponse<Void> answer =
                serving((request, response) -> answers().replace(new ServerHttpResponseDecorator(response) {
                    @Override
                    public HttpHeaders getHeaders() {
                        return shown;
                    }
                }));
        assertThat(shown.get("X-Made")).containsExactly("a", "b");
        assertThat(shown.get("X-Before")).isNull();
        assertThat(answer.headers().allValues("X-Made")).isEmpty();
    }
}
