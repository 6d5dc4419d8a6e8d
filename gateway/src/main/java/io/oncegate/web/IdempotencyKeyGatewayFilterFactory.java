package io.oncegate.web;

import io.oncegate.core.CanonicalJson;
import io.oncegate.core.Fingerprinting;
import io.oncegate.core.IdempotencyEngine;
import java.net.URI;
import java.util.List;
import org.springframework.cloud.gateway.filter.GatewayFilter;
import org.springframework.cloud.gateway.filter.factory.AbstractGatewayFilterFactory;
import tools.jackson.databind.json.JsonMapper;

/** The filter {@code IdempotencyKey} for routes (contract 8). */
public final class IdempotencyKeyGatewayFilterFactory extends AbstractGatewayFilterFactory<RouteArguments> {

    private final IdempotencyEngine engine;
    private final RouteSettingsResolver resolver;
    private final ProblemResponses problems;
    private final DetachedExchanges detached = new DetachedExchanges();
    private final CanonicalJson canonicalJson = new JcsCanonicalJson();

    /**
     * @param engine claims and settles
     * @param defaults what holds on routes that do not say otherwise
     * @param principal what {@code caller: principal} means
     * @param policy the address of the policy page, for problems
     * @param json writes problems
     */
    public IdempotencyKeyGatewayFilterFactory(
            IdempotencyEngine engine, FilterArguments defaults, CallerResolver principal, URI policy, JsonMapper json) {
        super(RouteArguments.class);
        this.engine = engine;
        this.resolver = new RouteSettingsResolver(defaults, principal);
        this.problems = new ProblemResponses(policy, json);
    }

    /** No argument has a place in the short form: there are too many to tell apart. */
    @Override
    public List<String> shortcutFieldOrder() {
        return List.of();
    }

    /**
     * Makes a route's filter.
     *
     * @throws RouteConfigurationException if the arguments contradict each other
     */
    @Override
    public GatewayFilter apply(RouteArguments arguments) {
        RouteSettings settings = resolver.resolve(arguments);
        return new IdempotencyKeyFilter(
                settings, new Fingerprinting(settings.fingerprint(), canonicalJson), engine, detached, problems);
    }
}
