package io.oncegate.web;

import io.oncegate.core.CanonicalJson;
import io.oncegate.core.Capacity;
import io.oncegate.core.FingerprintKey;
import io.oncegate.core.Fingerprinting;
import io.oncegate.core.IdempotencyEngine;
import io.oncegate.core.Instance;
import java.net.URI;
import java.util.List;
import org.springframework.cloud.gateway.filter.GatewayFilter;
import org.springframework.cloud.gateway.filter.factory.AbstractGatewayFilterFactory;
import reactor.core.scheduler.Scheduler;
import tools.jackson.databind.json.JsonMapper;

/** The filter {@code IdempotencyKey} for routes (contract 8). */
public final class IdempotencyKeyGatewayFilterFactory extends AbstractGatewayFilterFactory<RouteArguments> {

    /**
     * What runs covered requests.
     *
     * @param engine claims and settles
     * @param capacity how much is taken on at once
     * @param detached runs what no client can cancel
     * @param instance which gateway this is
     * @param deadlines keeps time for what may last too long
     */
    public record Running(
            IdempotencyEngine engine,
            Capacity capacity,
            DetachedExchanges detached,
            Instance instance,
            Scheduler deadlines) {}

    private final Running running;
    private final ProblemResponses problems;
    private final RouteSettingsResolver resolver;
    private final FingerprintKey fingerprintKey;
    private final CanonicalJson canonicalJson = new JcsCanonicalJson();

    /**
     * @param running what runs covered requests
     * @param defaults what holds on routes that do not say otherwise
     * @param principal what {@code caller: principal} means
     * @param policy the address of the policy page, for problems
     * @param json writes problems
     * @param fingerprintKey what fingerprints are made with
     */
    public IdempotencyKeyGatewayFilterFactory(
            Running running,
            FilterArguments defaults,
            CallerResolver principal,
            URI policy,
            JsonMapper json,
            FingerprintKey fingerprintKey) {
        super(RouteArguments.class);
        this.resolver = new RouteSettingsResolver(defaults, principal);
        this.running = running;
        this.problems = new ProblemResponses(policy, json);
        this.fingerprintKey = fingerprintKey;
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
                new CoveredExchange.OnRoute(settings, running, problems, new Outcomes(settings, running.engine())),
                new Fingerprinting(settings.fingerprint(), canonicalJson, fingerprintKey));
    }
}
