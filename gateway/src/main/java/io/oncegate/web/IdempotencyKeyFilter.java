package io.oncegate.web;

import io.oncegate.core.Answer;
import io.oncegate.core.Capacity;
import io.oncegate.core.ClaimRequest;
import io.oncegate.core.ClaimToken;
import io.oncegate.core.EntryId;
import io.oncegate.core.Fingerprinting;
import io.oncegate.core.IdempotencyKey;
import io.oncegate.core.RequestPolicy;
import io.oncegate.core.Scope;
import io.oncegate.web.CoveredExchange.OnRoute;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.springframework.cloud.gateway.filter.GatewayFilter;
import org.springframework.cloud.gateway.filter.GatewayFilterChain;
import org.springframework.cloud.gateway.filter.NettyWriteResponseFilter;
import org.springframework.core.Ordered;
import org.springframework.http.HttpHeaders;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/** Key, caller, body, claim. The order of the checks is contract 2; what follows the claim is {@link CoveredExchange}. */
final class IdempotencyKeyFilter implements GatewayFilter, Ordered {

    /**
     * Outside everything that writes or changes a response, so that what is captured is what the client would have got.
     * It is also outside the route's own filters: a rate limiter among them guards executions, not replays.
     */
    static final int ORDER = NettyWriteResponseFilter.WRITE_RESPONSE_FILTER_ORDER - 100;

    private final RouteSettings settings;
    private final Fingerprinting fingerprinting;
    private final OnRoute route;
    private final ProblemResponses problems;

    IdempotencyKeyFilter(OnRoute route, Fingerprinting fingerprinting) {
        this.route = route;
        this.settings = route.settings();
        this.fingerprinting = fingerprinting;
        this.problems = route.problems();
    }

    RouteSettings settings() {
        return settings;
    }

    @Override
    public int getOrder() {
        return ORDER;
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, GatewayFilterChain chain) {
        ServerWebExchange own = ClientRequest.ownFieldsOnly(exchange, settings.header());
        return admission(own)
                .fold(
                        () -> chain.filter(own),
                        key -> covered(own, chain, key),
                        () -> refuse(own, Problem.KEY_MISSING, "Send a key of your own in " + settings.header() + "."),
                        fault -> refuse(own, Problem.KEY_INVALID, "In " + settings.header() + ": " + fault + "."));
    }

    private RequestPolicy.Admission admission(ServerWebExchange own) {
        HttpHeaders headers = own.getRequest().getHeaders();
        return settings.requests()
                .admit(
                        own.getRequest().getMethod().name(),
                        Optional.ofNullable(headers.getFirst(HttpHeaders.CONTENT_TYPE))
                                .orElse(""),
                        headers.getOrEmpty(HttpHeaders.UPGRADE),
                        headers.getOrEmpty(settings.header()));
    }

    /**
     * An answer that was given before.
     *
     * @param key the client's key
     */
    record Recalled(IdempotencyKey key, Answer.Kept answer) {}

    /**
     * What {@link #filter} would replay to a request with that body, as far as this gateway has heard of it. Empty in all
     * other cases, and where there is any doubt; nothing has happened then.
     */
    Mono<Recalled> recall(ServerWebExchange exchange, byte[] body) {
        ServerWebExchange own = ClientRequest.ownFieldsOnly(exchange, settings.header());
        return admission(own).fold(Mono::empty, key -> recall(own, key, body), Mono::empty, fault -> Mono.empty());
    }

    private Mono<Recalled> recall(ServerWebExchange exchange, IdempotencyKey key, byte[] body) {
        Optional<String> caller = settings.caller() instanceof Callers.ByRequest known
                ? known.of(exchange.getRequest())
                : Optional.empty();
        if (caller.isEmpty() || body.length > settings.maxRequestBody()) {
            return Mono.empty();
        }
        EntryId id = new EntryId(new Scope(settings.namespace(), caller.get()), key);
        return route.running().engine().recall(claim(exchange, id, body)).map(answer -> new Recalled(key, answer));
    }

    /** What was recalled is the answer. */
    void replayed() {
        route.outcomes().answered(Outcomes.REPLAYED);
    }

    private Mono<Void> covered(ServerWebExchange exchange, GatewayFilterChain chain, IdempotencyKey key) {
        Mono<String> caller = settings.caller().resolve(exchange);
        return caller instanceof Callable<?> already
                ? of(already, exchange, chain, key)
                : caller.singleOptional().flatMap(it -> of(it, exchange, chain, key));
    }

    /** What has its value, or has none, need not be waited for. */
    private Mono<Void> of(
            Callable<?> caller, ServerWebExchange exchange, GatewayFilterChain chain, IdempotencyKey key) {
        try {
            return of(Optional.ofNullable((String) caller.call()), exchange, chain, key);
        } catch (Exception e) {
            return Mono.error(e);
        }
    }

    private Mono<Void> of(
            Optional<String> caller, ServerWebExchange exchange, GatewayFilterChain chain, IdempotencyKey key) {
        return caller.isPresent()
                ? known(exchange, chain, new EntryId(new Scope(settings.namespace(), caller.get()), key))
                : refuse(exchange, key, Problem.CALLER_UNKNOWN, "Authenticate, then send the request again.");
    }

    private Mono<Void> known(ServerWebExchange exchange, GatewayFilterChain chain, EntryId id) {
        long expected = RequestBody.atMost(exchange.getRequest(), settings.maxRequestBody());
        Optional<Capacity.Share> admitted = route.running().capacity().admit(expected);
        if (admitted.isEmpty()) {
            return refuse(exchange, id.key(), Problem.GATEWAY_BUSY, "Nothing was executed.");
        }
        Capacity.Share share = admitted.get();
        return RequestBody.read(exchange.getRequest(), settings.maxRequestBody(), new Held(share, expected))
                .flatMap(body -> body.isPresent()
                        ? buffered(exchange, chain, id, body.get(), share)
                        : refuse(
                                exchange,
                                id.key(),
                                Problem.REQUEST_TOO_LARGE,
                                "The limit is " + settings.maxRequestBody() + " bytes."));
    }

    /**
     * What a request takes up while its body is read. It outlives that only where there is a body to go on with.
     *
     * @param expected how many bytes were taken for it
     */
    private record Held(Capacity.Share share, long expected) implements RequestBody.Reading {

        @Override
        public void read(byte[] body) {
            share.hold(body.length - expected);
        }

        @Override
        public void gaveUp() {
            share.giveBack();
        }
    }

    private Mono<Void> buffered(
            ServerWebExchange exchange, GatewayFilterChain chain, EntryId id, byte[] body, Capacity.Share share) {
        ClaimRequest claim = claim(exchange, id, body);
        CoveredExchange.Call call = new CoveredExchange.Call(
                exchange,
                chain,
                () -> new CoveredRequest(exchange.getRequest(), body, settings.header(), id.key()),
                id.key(),
                share);
        return route.running().detached().start(exchange, share, client -> new CoveredExchange(route, call, client)
                .claim(claim));
    }

    private ClaimRequest claim(ServerWebExchange exchange, EntryId id, byte[] body) {
        return new ClaimRequest(
                id,
                ClaimToken.random(),
                fingerprinting.of(ClientRequest.content(exchange.getRequest(), body)),
                settings.upstreamDeduplicates(),
                settings.lifetimes(),
                route.running().instance(),
                settings.callerLimits());
    }

    private Mono<Void> refuse(ServerWebExchange exchange, Problem problem, String detail) {
        return Mono.defer(() -> {
            route.outcomes().refused(exchange, problem);
            return problems.write(exchange, problems.draft(problem, detail));
        });
    }

    private Mono<Void> refuse(ServerWebExchange exchange, IdempotencyKey key, Problem problem, String detail) {
        return Mono.defer(() -> {
            route.outcomes().refused(exchange, problem);
            return Replies.problem(problems, key, problems.draft(problem, detail))
                    .writeTo(exchange);
        });
    }
}
