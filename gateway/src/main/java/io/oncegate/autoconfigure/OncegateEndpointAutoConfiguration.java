package io.oncegate.autoconfigure;

import io.oncegate.core.EntryAdmin;
import io.oncegate.core.Instance;
import io.oncegate.ops.AuditLog;
import io.oncegate.ops.EntryDesk;
import io.oncegate.ops.IdempotencyEndpoint;
import io.oncegate.ops.OperatorAudit;
import io.oncegate.web.RouteNamespaces;
import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.actuate.endpoint.web.annotation.WebEndpoint;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.cloud.gateway.config.GatewayAutoConfiguration;
import org.springframework.cloud.gateway.route.RouteLocator;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;
import tools.jackson.databind.json.JsonMapper;

/** The actuator endpoint for operators, where the application has actuator and exposes it, and the log of what they do. */
@AutoConfiguration(after = {OncegateAutoConfiguration.class, GatewayAutoConfiguration.class})
@ConditionalOnClass({WebEndpoint.class, ConditionalOnAvailableEndpoint.class})
@ConditionalOnBean({EntryAdmin.class, RouteLocator.class})
class OncegateEndpointAutoConfiguration {

    @Bean
    AuditLog idempotencyAuditLog() {
        return new AuditLog(JsonMapper.builder().build());
    }

    @Bean
    @ConditionalOnMissingBean
    @ConditionalOnAvailableEndpoint(endpoint = IdempotencyEndpoint.class)
    IdempotencyEndpoint idempotencyEndpoint(
            EntryAdmin admin, RouteLocator routes, ApplicationEventPublisher events, Instance instance) {
        RouteNamespaces namespaces = new RouteNamespaces(routes);
        return new IdempotencyEndpoint(new EntryDesk(admin, namespaces::terms, new OperatorAudit(events), instance));
    }
}
