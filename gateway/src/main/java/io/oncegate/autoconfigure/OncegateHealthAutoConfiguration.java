package io.oncegate.autoconfigure;

import io.oncegate.core.StoreAudit;
import io.oncegate.ops.StoreHealth;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.health.contributor.ReactiveHealthIndicator;
import org.springframework.context.annotation.Bean;

/** Says whether reservations are safe, where the application has somebody to say it to. */
@AutoConfiguration(
        after = OncegateAutoConfiguration.class,
        beforeName =
                "org.springframework.boot.health.autoconfigure.registry.HealthContributorRegistryAutoConfiguration")
@ConditionalOnClass({ReactiveHealthIndicator.class, ConditionalOnEnabledHealthIndicator.class})
@ConditionalOnEnabledHealthIndicator("oncegate")
class OncegateHealthAutoConfiguration {

    /** Named after what it shows: the bean's name up to "HealthIndicator" is the contributor's. */
    @Bean
    @ConditionalOnBean(StoreAudit.class)
    @ConditionalOnMissingBean(name = "oncegateHealthIndicator")
    StoreHealth oncegateHealthIndicator(StoreAudit audit) {
        return new StoreHealth(audit);
    }
}
