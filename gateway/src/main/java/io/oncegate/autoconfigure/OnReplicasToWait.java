package io.oncegate.autoconfigure;

import org.springframework.context.annotation.Condition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.type.AnnotatedTypeMetadata;

/** Where claims have to wait for replicas. */
final class OnReplicasToWait implements Condition {

    @Override
    public boolean matches(ConditionContext context, AnnotatedTypeMetadata metadata) {
        return context.getEnvironment().getProperty("oncegate.replicas-to-wait", Integer.class, 0) > 0;
    }
}
