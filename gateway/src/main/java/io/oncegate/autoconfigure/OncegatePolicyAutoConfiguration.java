package io.oncegate.autoconfigure;

import io.oncegate.web.PolicyPage;
import java.net.URI;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionMessage;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.cloud.gateway.config.GatewayAutoConfiguration;
import org.springframework.cloud.gateway.route.RouteLocator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.context.annotation.Conditional;
import org.springframework.core.type.AnnotatedTypeMetadata;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.ServerResponse;
import tools.jackson.databind.json.JsonMapper;

/**
 * Serves the policy page where {@code oncegate.policy-uri} is a path of this gateway's and {@code oncegate.policy-page} is
 * not off. Router functions come ahead of the gateway's routes, so that no catch-all route takes the page's place.
 */
@AutoConfiguration(after = {OncegateAutoConfiguration.class, GatewayAutoConfiguration.class})
@ConditionalOnBean({RouteLocator.class, OncegateProperties.class})
@ConditionalOnProperty(name = "oncegate.policy-page", matchIfMissing = true)
class OncegatePolicyAutoConfiguration {

    static final String PAGE = "idempotencyPolicyPage";

    @Bean(PAGE)
    @Conditional(ServedHere.class)
    RouterFunction<ServerResponse> idempotencyPolicyPage(RouteLocator routes, OncegateProperties properties) {
        return new PolicyPage(routes, JsonMapper.builder().build()).under(properties.policyUri());
    }

    /** Whether the page's address is one of this gateway's. */
    static final class ServedHere extends SpringBootCondition {

        @Override
        public ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata metadata) {
            String policy = context.getEnvironment().getProperty("oncegate.policy-uri", "/idempotency-policy");
            return new ConditionOutcome(
                    PolicyPage.isServedUnder(URI.create(policy)),
                    ConditionMessage.of("the policy page's address is " + policy));
        }
    }
}
