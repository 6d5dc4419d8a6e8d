package io.oncegate.web;

import io.oncegate.core.Answer;
import io.oncegate.core.Ending;
import io.oncegate.core.IdempotencyKey;
import io.oncegate.core.ResponsePolicy.Verdict;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;
import org.springframework.cloud.gateway.filter.GatewayFilterChain;
import org.springframework.cloud.gateway.route.Route;
import org.springframework.cloud.gateway.support.ServerWebExchangeUtils;
import org.springframework.http.HttpHeaders;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Scheduler;

/**
 * One exchange with the upstream, through the inner filters: how it ended, and what the client is told. The ending is
 * known when the whole answer is here, or when the answer turns out to be a stream; the exchange goes on until the
 * stream is over.
 */
final class UpstreamExchange {

    /**
     * How it ended.
     *
     * @param ending for the store
     * @param reply for the client, once the store has been told
     */
    record Result(Ending ending, Reply reply) {}

    private static final Set<String> OVER_HTTP = Set.of("http", "https", "lb");

    /** Schemes of a fallback's address: the gateway's circuit breaker leaves it none. */
    private static final Set<String> LOCAL = Set.of("forward", "");

    private final CoveredRequest request;
    private final RouteSettings settings;
    private final Scheduler deadlines;
    private final IdempotencyKey key;
    private final ProblemResponses problems;
    private final HttpHeaders present;
    private final ResponseCapture capture;
    private final DetachedExchange exchange;
    private final @Nullable URI target;
    private final Sinks.One<Result> result = Sinks.one();

    UpstreamExchange(
            ServerWebExchange client,
            CoveredRequest request,
            CoveredExchange.OnRoute route,
            IdempotencyKey key,
            IntConsumer onHeld) {
        this.request = request;
        this.settings = route.settings();
        this.deadlines = route.running().deadlines();
        this.key = key;
        this.problems = route.problems();
        this.present = Fields.copy(client.getResponse().getHeaders());
        this.capture = new ResponseCapture(client.getResponse(), settings.maxKeptBody(), this::streamed, onHeld);
        this.exchange = new DetachedExchange(client, request, capture);
        // taken now: a fallback may run through a route of its own
        @Nullable Route taken = client.getAttribute(ServerWebExchangeUtils.GATEWAY_ROUTE_ATTR);
        this.target = taken == null ? null : taken.getUri();
    }

    /** Emits how it ended, while {@link #run} runs. */
    Mono<Result> result() {
        return result.asMono();
    }

    /**
     * Runs the inner filters to their end, or to the end of the time there is. Never fails.
     *
     * @param cut fails when the exchange is to end earlier
     */
    Mono<Void> run(GatewayFilterChain chain, Mono<Void> cut) {
        return Mono.firstWithSignal(chain.filter(exchange), cut, late())
                .then(Mono.fromSupplier(this::answered))
                .onErrorResume(failure -> Mono.fromSupplier(() -> failed(failure)))
                .doOnNext(result::tryEmitValue)
                .then();
    }

    private Mono<Void> late() {
        return Mono.delay(settings.executionTimeout(), deadlines)
                .then(Mono.error(() -> new TimeoutException("no end within " + settings.executionTimeout())));
    }

    private void streamed(ResponseCapture.Stream stream) {
        CapturedReply reply = captured(Optional.of(stream));
        Ending ending;
        if (!maybeSent()) {
            ending = new Ending.NotExecuted();
        } else if (isFallback()) {
            ending = new Ending.Unknown();
        } else {
            ending = ending(judge(), new Answer.NotKept(reply.status(), location()));
        }
        if (result.tryEmitValue(new Result(ending, reply)).isFailure()) {
            // cut off at this very moment: nobody will take the body
            reply.discard();
        }
    }

    private Result answered() {
        if (isUnanswered()) {
            return maybeSent()
                    ? failed(new IllegalStateException("the inner filters ended without an answer"))
                    : unavailable();
        }
        CapturedReply reply = captured(Optional.empty());
        if (!maybeSent()) {
            return new Result(new Ending.NotExecuted(), reply);
        }
        if (isFallback()) {
            return new Result(new Ending.Unknown(), reply);
        }
        if (isTruncated(reply)) {
            return failed(new IllegalStateException("the answer's body is shorter than announced"));
        }
        return new Result(ending(judge(), kept(reply)), reply);
    }

    private Result failed(Throwable failure) {
        return switch (UpstreamFailure.of(failure, maybeSent())) {
            case REFUSED_INSIDE -> new Result(new Ending.NotExecuted(), refusedInside(failure));
            case UNAVAILABLE -> unavailable();
            case TIMEOUT ->
                new Result(
                        new Ending.Unknown(),
                        problem(
                                Problem.UPSTREAM_TIMEOUT,
                                "The request was sent and no answer came in time. It may have taken effect.",
                                settings.upstreamDeduplicates()));
            case BROKEN ->
                new Result(
                        new Ending.Unknown(),
                        problem(
                                Problem.UPSTREAM_BROKEN,
                                "The request was sent and no whole answer came back. It may have taken effect.",
                                settings.upstreamDeduplicates()));
        };
    }

    private Result unavailable() {
        return new Result(
                new Ending.NotExecuted(),
                problem(Problem.UPSTREAM_UNAVAILABLE, "Nothing was sent; the same request may be sent again.", true));
    }

    private CapturedReply captured(Optional<ResponseCapture.Stream> stream) {
        return new CapturedReply(maybeSent() ? Outcomes.EXECUTED : Outcomes.REFUSED_INSIDE, key, capture, stream);
    }

    /** An inner filter's own error: the gateway's error handling writes it, on a response that echoes the key. */
    private Reply refusedInside(Throwable failure) {
        return Reply.of(Outcomes.REFUSED_INSIDE, toClient -> {
            ResponseFields.covered(toClient.getResponse(), key);
            return Mono.error(failure);
        });
    }

    private Reply problem(Problem problem, String detail, boolean retryable) {
        return Replies.problem(problems, key, problems.draft(problem, detail).retryable(retryable));
    }

    private Verdict judge() {
        HttpHeaders headers = capture.fields();
        boolean notExecuted = "not-executed".equalsIgnoreCase(headers.getFirst(FieldNames.IDEMPOTENCY_DISPOSITION));
        return settings.responses()
                .judge(CapturedReply.status(capture), headers.containsHeader(HttpHeaders.RETRY_AFTER), notExecuted);
    }

    private static Ending ending(Verdict verdict, Answer answer) {
        return switch (verdict) {
            case KEEP -> new Ending.Completed(answer);
            case RELEASE -> new Ending.NotExecuted(OptionalInt.of(answer.status()));
            case UNKNOWN -> new Ending.Unknown(OptionalInt.of(answer.status()));
        };
    }

    private Answer kept(CapturedReply reply) {
        List<Answer.Header> headers = new ArrayList<>();
        for (Map.Entry<String, String> field : capture.fields().held()) {
            // what the gateway itself puts on every answer, it will put on the replay as well
            if (settings.keptHeaders().contains(field.getKey())
                    && !present.getOrEmpty(field.getKey()).remove(field.getValue())) {
                headers.add(new Answer.Header(field.getKey(), field.getValue()));
            }
        }
        return new Answer.Kept(reply.status(), headers, capture.body());
    }

    private Optional<String> location() {
        return Optional.ofNullable(capture.fields().getFirst(HttpHeaders.LOCATION));
    }

    /** A connection that is given up inside the body can look like a body that ended. */
    private boolean isTruncated(CapturedReply reply) {
        long announced = capture.fields().getContentLength();
        return announced >= 0 && !reply.isBodiless() && announced != capture.size();
    }

    /**
     * Whether the inner filters ended without saying anything, as a circuit breaker may be told to. A filter that says a
     * status and leaves the rest to the server has answered, unless that status came from an upstream.
     */
    private boolean isUnanswered() {
        boolean saysStatus = capture.getStatusCode() != null && (isFallback() || !maybeSent());
        return !capture.isCommitted() && !saysStatus;
    }

    /** A circuit breaker's answer is the gateway's own, whatever it looks like. */
    private boolean isFallback() {
        return exchange.getAttribute(ServerWebExchangeUtils.CIRCUITBREAKER_EXECUTION_EXCEPTION_ATTR) != null;
    }

    /** Nothing sent is certain only for HTTP; what the gateway forwards to itself counts as sent. */
    private boolean maybeSent() {
        @Nullable URI url = exchange.getAttribute(ServerWebExchangeUtils.GATEWAY_REQUEST_URL_ATTR);
        String scheme = scheme(url);
        if (isFallback() && LOCAL.contains(scheme)) {
            // the address of the fallback: what counts is where the request was to go
            scheme = scheme(target);
        }
        boolean overHttp = url == null || OVER_HTTP.contains(scheme);
        return request.maybeSent() || !overHttp;
    }

    private static String scheme(@Nullable URI uri) {
        return uri == null || uri.getScheme() == null ? "" : uri.getScheme();
    }
}
