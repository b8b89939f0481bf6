// Made from openapi.json by `npm run generate`. Change the route schemas of the server instead.

export interface paths {
    "/livez": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Is the process alive? */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": {
                            /** @enum {boolean} */
                            alive: true;
                        };
                    };
                };
                /** @description Why it was refused. */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/metrics": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Figures for Prometheus. */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content?: never;
                };
                /** @description Why it was refused. */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/readyz": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Can it do its work? */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Readiness"];
                    };
                };
                /** @description Default Response */
                503: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Readiness"];
                    };
                };
                /** @description Why it was refused. */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/apply": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Apply a manifest of one or more YAML documents: all of them, or none. */
        post: operations["manifestApply"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/apps": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Apps of a project, by name. */
        get: operations["appList"];
        put?: never;
        /** Create an app from its most common settings, without writing a manifest. */
        post: operations["appCreate"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/apps/{app}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One app with its repository. */
        get: operations["appView"];
        put?: never;
        post?: never;
        /** Delete an app that no pipeline delivers, with its repository, artifacts and history. */
        delete: operations["appDelete"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/apps/{app}/artifacts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Artifacts of an app, newest first, or the one that an address means. */
        get: operations["artifactList"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/apps/{app}/artifacts/{ref}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One artifact, by version or by the beginning of its digest or revision. */
        get: operations["artifactView"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/apps/{app}/artifacts/{ref}/clear": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Take the mark from an artifact that was found bad. */
        post: operations["artifactClear"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/apps/{app}/builds": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Builds of an app, newest first. */
        get: operations["buildList"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/apps/{app}/builds/{id}/log": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The end of what a build has printed, as plain text. */
        get: operations["buildLog"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/apps/{app}/environments/{environment}/configuration": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What an environment gives to whatever runs there. Secrets have a name and no value. */
        get: operations["configurationView"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Set and unset variables. What runs there gets a new release of the same artifact. */
        patch: operations["configurationChange"];
        trace?: never;
    };
    "/v1/apps/{app}/environments/{environment}/logs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What runs in an environment has printed. With "Accept: text/event-stream": what it prints. */
        get: operations["logView"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/apps/{app}/environments/{environment}/stop": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Stop what serves in an environment, on every target. A rollback starts it again. */
        post: operations["environmentStop"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/apps/{app}/environments/{environment}/why": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Why an artifact is in an environment, or why not, and what to do about it. */
        get: operations["environmentWhy"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/apps/{app}/signing-secret": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** A new secret by which requests about the app are signed, and answers to them. Shown only here. */
        post: operations["signingSecretCreate"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/artifacts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Hand over an artifact that was built elsewhere. The same again changes nothing. */
        post: operations["artifactRegister"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/audit": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Who did what, through which door and from where, newest first. */
        get: operations["auditList"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/audit/export": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The audit of a period as it is kept, oldest first, as a stream: one JSON document a line, or CSV. */
        get: operations["auditExport"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/changes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Pull requests of the local forge, newest first, without their diffs. */
        get: operations["changeList"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/changes/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One change with its diff and what people said about it. */
        get: operations["changeView"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/checks": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What outside systems said about an app, newest first. */
        get: operations["checkList"];
        put?: never;
        /** Report how an outside system judges an artifact. The same context again changes what it said. */
        post: operations["checkReport"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/checks/{id}/override": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Let through what a checking system could not judge. Only an error can be overridden. */
        post: operations["checkOverride"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/checks/owed": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What is required of outside systems and still missing, longest owed first. */
        get: operations["checkOwed"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/diff": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What one environment or version has that another has not, and the command that closes the gap. */
        get: operations["environmentDiff"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/environments": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What is where: every environment of every app, with what is on its way there. */
        get: operations["environmentList"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What happened, oldest first. With "Accept: text/event-stream": what happens, as it happens. */
        get: {
            parameters: {
                query?: {
                    actor?: string;
                    /** @description Only what happened after this position. Without it a page starts with the oldest. */
                    after?: string;
                    app?: string;
                    environment?: string;
                    execution?: string;
                    limit?: number;
                    project?: string;
                    promotion?: string;
                    /** @description Types or beginnings of types, separated by commas: promotion.,release.healthy */
                    type?: string;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["EventPage"];
                    };
                };
                /** @description Why it was refused. */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/executions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Journeys of artifacts through pipelines, newest first. */
        get: operations["executionList"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/executions/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One journey: how far the artifact has come, and what happened in each environment. */
        get: operations["executionView"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/executions/{id}/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What happened to this execution. With "Accept: text/event-stream": what happens, as it happens. */
        get: operations["executionEvents"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/freezes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Freezes of a project, by name, each with the time that it freezes now or next. */
        get: operations["freezeList"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/groups": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Groups of a project with their members, by name. */
        get: operations["groupList"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/groups/{name}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Delete a group that nothing names any more. */
        delete: operations["groupDelete"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/insights": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The five DORA metrics of every environment of every app, over a period. */
        get: operations["insightList"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/locks": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Locks of a project, newest first; those that were lifted or have run out too. */
        get: operations["lockList"];
        put?: never;
        /** Hold everything that would get into a target, an environment, an app, or a whole project. */
        post: operations["lockSet"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/locks/lift": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Lift the lock on exactly this scope. What waited goes on by itself. */
        post: operations["lockLift"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/manifest-sources": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Repositories whose manifests are applied by themselves, and how that stands. */
        get: operations["manifestSourceList"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/manifest-sources/{name}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One of them, with every document that it describes and everything that was refused. */
        get: operations["manifestSourceView"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/manifest-sources/{name}/sync": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Look at it now. */
        post: operations["manifestSourceSync"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/manifests/{kind}/{name}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** A manifest as its author wrote it. */
        get: operations["manifestView"];
        put?: never;
        post?: never;
        /** Delete what a manifest made; refused when that would orphan something. */
        delete: operations["manifestDelete"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/manifests/{kind}/{name}/history": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Every generation of a manifest, newest first. */
        get: operations["manifestHistory"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/pipeline-templates": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Templates of a project, by name, with the pipelines that use them. */
        get: operations["pipelineTemplateList"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/pipelines": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Pipelines of a project, by name. */
        get: operations["pipelineList"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/pipelines/{name}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One pipeline with every default spelled out. */
        get: operations["pipelineView"];
        put?: never;
        post?: never;
        /** Delete a pipeline on whose targets nothing runs. */
        delete: operations["pipelineDelete"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/pipelines/{name}/executions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Journeys of artifacts through one pipeline, newest first. */
        get: operations["pipelineExecutionList"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/promotions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Promotions, newest first. */
        get: operations["promotionList"];
        put?: never;
        /** Promote an artifact into the next environment, or a named one. */
        post: operations["promotionCreate"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/promotions/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One promotion with its steps, gates and releases. */
        get: operations["promotionView"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/promotions/{id}/answer": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Answer what an environment by `notify` was sent, signed as Standard Webhooks sign, with the same webhook-id. */
        post: operations["promotionAnswer"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/promotions/{id}/approvals": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Approve or reject exactly what this promotion would move now. */
        post: operations["promotionApprove"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/promotions/{id}/cancel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Begin nothing new of a promotion; what runs finishes, and what was done is named. */
        post: operations["promotionCancel"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/promotions/{id}/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What happened to this promotion. With "Accept: text/event-stream": what happens, as it happens. */
        get: operations["promotionEvents"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/promotions/{id}/resume": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** End the pause before the next wave. */
        post: operations["promotionResume"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/promotions/{id}/retry": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Go on with a failed promotion at the step that failed. */
        post: operations["promotionRetry"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/promotions/bulk": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Promote everything that is ready from one environment to another, each app on its own. */
        post: operations["promotionCreateBulk"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/promotions/plan": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** What a promotion would do, wait for and bring. Nothing is changed. */
        post: operations["promotionPlan"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/releases": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What every target of an app was given, newest first. */
        get: operations["releaseList"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/role-bindings": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Who holds which role where, as RoleBindings say. */
        get: operations["roleBindingList"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/role-bindings/{name}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Take back what a RoleBinding gave. */
        delete: operations["roleBindingDelete"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/rollbacks": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Return an environment to a release that was healthy there. */
        post: operations["rollbackCreate"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/status": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** How this installation is: its replicas, its database, its work. */
        get: operations["statusView"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/tokens": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Tokens that I may see, newest first. */
        get: {
            parameters: {
                query?: {
                    /** @description The nextCursor of the preceding page. */
                    cursor?: string;
                    /** @description How many items to answer with at most. */
                    limit?: number;
                };
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["TokenPage"];
                    };
                };
                /** @description Why it was refused. */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        /** Make a token. Its secret is in this answer and nowhere else. */
        post: {
            parameters: {
                query?: never;
                header?: {
                    /** @description A fresh UUID for each command. The same key with the same body gets the same answer and does nothing twice. */
                    "Idempotency-Key"?: string;
                };
                path?: never;
                cookie?: never;
            };
            requestBody: {
                content: {
                    "application/json": components["schemas"]["CreateToken"];
                };
            };
            responses: {
                /** @description Default Response */
                201: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["CreatedToken"];
                    };
                };
                /** @description Why it was refused. */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/tokens/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Revoke a token, at once and for good. */
        delete: {
            parameters: {
                query?: never;
                header?: {
                    /** @description A fresh UUID for each command. The same key with the same body gets the same answer and does nothing twice. */
                    "Idempotency-Key"?: string;
                };
                path: {
                    id: string;
                };
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["RevokedToken"];
                    };
                };
                /** @description Why it was refused. */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/webhooks": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Webhooks of a project, by name. */
        get: operations["webhookList"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/webhooks/{name}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Delete a webhook and the record of its deliveries. What it was still to be sent is not sent. */
        delete: operations["webhookDelete"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/webhooks/{name}/deliveries": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** What a webhook was sent, and with which result, newest first. Kept for 30 days. */
        get: operations["webhookDeliveries"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/webhooks/{name}/deliveries/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** One delivery with what is sent. */
        get: operations["webhookDelivery"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/webhooks/{name}/deliveries/{id}/redeliver": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Send a delivery again, with the same body and webhook-id. */
        post: operations["webhookRedeliver"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/webhooks/{name}/rotate-secret": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Sign with a new secret, shown once. The one before signs as well for a day. */
        post: operations["webhookRotateSecret"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/webhooks/{name}/test": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Send an event that is about nothing, to see whether it arrives. */
        post: operations["webhookTest"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/whoami": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Who am I, and what may I do? */
        get: {
            parameters: {
                query?: never;
                header?: never;
                path?: never;
                cookie?: never;
            };
            requestBody?: never;
            responses: {
                /** @description Default Response */
                200: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/json": components["schemas"]["Whoami"];
                    };
                };
                /** @description Why it was refused. */
                default: {
                    headers: {
                        [name: string]: unknown;
                    };
                    content: {
                        "application/problem+json": components["schemas"]["Problem"];
                    };
                };
            };
        };
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export interface components {
    schemas: {
        AnsweredPromotion: {
            /** @enum {string} */
            outcome: "taken" | "known";
            /** @enum {string} */
            result: "success" | "failure";
        };
        AnswerPromotion: {
            /**
             * Format: uri
             * @description Where to read more.
             */
            link?: string;
            /** @description What people read about it. */
            message?: string;
            /** @enum {string} */
            result: "success" | "failure";
        };
        App: {
            buildCommand: string | null;
            /** Format: date-time */
            createdAt: string;
            description: string | null;
            generation: number;
            healthPath: string | null;
            links: {
                title: string;
                url: string;
            }[];
            name: string;
            owner: string | null;
            pipeline: string | null;
            project: string;
            repositoryMessage: components["schemas"]["Message"] | null;
            /** @enum {string} */
            repositoryState: "importing" | "ready" | "failed";
            repositoryUrl: string;
            /** Format: date-time */
            updatedAt: string;
        };
        Apply: {
            /** @default false */
            dryRun?: boolean;
            /** @default manifest.yaml */
            file?: string;
            manifest: string;
            /**
             * @description For documents that name no project.
             * @default default
             */
            project?: string;
            /** @description Delete what was applied through the same set before and is not in this manifest. */
            prune?: boolean;
            /** @description What the documents belong to from now on, so that `prune` knows what is gone. */
            set?: string;
        };
        ApplyAnswer: {
            applied: {
                changes: {
                    after: unknown;
                    before: unknown;
                    path: string;
                }[];
                generation: number;
                kind: string;
                message: components["schemas"]["Message"];
                name: string;
                notices: components["schemas"]["Message"][];
                /** @enum {string} */
                outcome: "created" | "changed" | "unchanged" | "deleted";
                project: string;
                /** @description A secret that was made for it. Shown only here. */
                secret?: string;
            }[];
        };
        AppPage: {
            items: components["schemas"]["App"][];
            nextCursor: string | null;
        };
        Approve: {
            reason?: string;
            /**
             * @default approved
             * @enum {string}
             */
            verdict?: "approved" | "rejected";
        };
        Artifact: {
            app: string;
            /** Format: date-time */
            createdAt: string;
            digest: string;
            id: string;
            image: string | null;
            /**
             * @description `registered`: it was built elsewhere and handed over.
             * @enum {string}
             */
            origin: "built" | "registered";
            project: string;
            provenance: {
                [key: string]: unknown;
            } | null;
            provenanceUrl: string | null;
            rebuiltFrom: string[];
            registeredBy: string | null;
            revisions: {
                author: string;
                branch: string | null;
                /** Format: date-time */
                committedAt: string;
                revision: string;
                subject: string;
            }[];
            sizeBytes: number;
            version: string;
            withdrawn: {
                /** Format: date-time */
                at: string;
                by: string;
                reason: string | null;
            } | null;
        };
        ArtifactPage: {
            items: components["schemas"]["Artifact"][];
            nextCursor: string | null;
        };
        ArtifactRef: {
            digest: string;
            id: string;
            revision: string;
            version: string;
        };
        AuditEntry: {
            actor: string;
            /** @description From where it was asked for; null for what Sluice does by itself. */
            address: string | null;
            /** Format: date-time */
            at: string;
            data: {
                [key: string]: unknown;
            };
            door: string;
            /** @description Grows in the order in which things happened; the position to follow from. */
            id: string;
            labels: {
                [key: string]: string;
            };
            project: string;
            /** @description What it is about: promotion/prm_…, app/shop. */
            subject: string;
            /** @description The token that was shown. */
            tokenId: string | null;
            /** @description <noun>.<past participle>, e.g. promotion.finished. */
            type: string;
        };
        AuditPage: {
            items: components["schemas"]["AuditEntry"][];
            nextCursor: string | null;
        };
        Binding: {
            /** @description Only on these apps; null: on all of them. */
            apps: string[] | null;
            /** @description Only in these environments; null: in all of them. */
            environments: string[] | null;
            project: string;
            /** @enum {string} */
            role: "viewer" | "developer" | "approver" | "operator" | "admin";
            /** @description Only for these verbs; null: for all that the role allows. */
            verbs: string[] | null;
        };
        Build: {
            app: string;
            branch: string | null;
            /** Format: date-time */
            createdAt: string;
            finishedAt: string | null;
            id: string;
            message: components["schemas"]["Message"] | null;
            result: string | null;
            revision: string;
            /** @enum {string} */
            state: "queued" | "executing" | "finished";
            version: string | null;
        };
        BuildPage: {
            items: components["schemas"]["Build"][];
            nextCursor: string | null;
        };
        Call: {
            attempts: number;
            host: string;
            message: components["schemas"]["Message"];
            /** @enum {string} */
            state: "pending" | "delivered" | "abandoned";
        };
        Cancel: {
            reason?: string;
        };
        Change: {
            actor: string;
            app: string;
            approvals: {
                actor: string;
                /** Format: date-time */
                at: string;
                current: boolean;
                reason: string | null;
                verdict: string;
            }[];
            baseRevision: string | null;
            branch: string;
            checks: {
                /** Format: date-time */
                at: string;
                context: string;
                description: string | null;
                environment: string | null;
                state: string;
                targetUrl: string | null;
            }[];
            closedAt: string | null;
            /** Format: date-time */
            createdAt: string;
            diff: string;
            headRevision: string;
            id: string;
            number: number;
            project: string;
            promotionId: string;
            /** @enum {string} */
            state: "open" | "merged" | "closed";
            title: string;
        };
        ChangeConfiguration: {
            /** @default default */
            project?: string;
            reason?: string;
            /**
             * @description Encrypts what is set; it can be replaced but never read again.
             * @default false
             */
            secret?: boolean;
            /** @default {} */
            set?: {
                [key: string]: string;
            };
            /** @default [] */
            unset?: string[];
        };
        ChangeConfigurationAnswer: {
            configuration: components["schemas"]["Configuration"];
            message: components["schemas"]["Message"];
            promotionId: string | null;
        };
        ChangePage: {
            items: components["schemas"]["ChangeSummary"][];
            nextCursor: string | null;
        };
        ChangeSummary: {
            actor: string;
            app: string;
            baseRevision: string | null;
            branch: string;
            closedAt: string | null;
            /** Format: date-time */
            createdAt: string;
            headRevision: string;
            id: string;
            number: number;
            project: string;
            promotionId: string;
            /** @enum {string} */
            state: "open" | "merged" | "closed";
            title: string;
        };
        Check: {
            actor: string;
            app: string;
            artifact: components["schemas"]["ArtifactRef"];
            configurationVersion: number | null;
            context: string;
            /** Format: date-time */
            createdAt: string;
            description: string | null;
            environment: string | null;
            id: string;
            override: {
                by: string;
                reason: string;
            } | null;
            project: string;
            propagate: boolean;
            /** @enum {string} */
            state: "pending" | "success" | "failure" | "error";
            targetUrl: string | null;
            /** Format: date-time */
            updatedAt: string;
        };
        CheckAnswer: {
            check: components["schemas"]["Check"];
            message: components["schemas"]["Message"];
        };
        CheckPage: {
            items: components["schemas"]["Check"][];
            nextCursor: string | null;
        };
        ClearArtifact: {
            /** @description Why it is good after all; kept in the events. */
            reason: string;
        };
        ClearedArtifact: {
            artifact: components["schemas"]["Artifact"];
            message: components["schemas"]["Message"];
        };
        Configuration: {
            app: string;
            entries: {
                name: string;
                secret: boolean;
                value: string | null;
            }[];
            environment: string;
            project: string;
            version: number;
        };
        CreateApp: {
            build?: string;
            description?: string;
            /** Format: starts_with */
            healthPath?: string;
            name: string;
            owner?: string;
            /** @default default */
            project?: string;
            /** @description Path or URL of an existing repository to take over. */
            repository?: string;
        };
        CreatedToken: {
            message: components["schemas"]["Message"];
            /** @description Shown only this once. */
            secret: string;
            token: components["schemas"]["Token"];
        };
        CreateToken: {
            /** @description For whom; you, when left out. A name that is new becomes a new actor. */
            actor?: string;
            /** @description Only on these apps; the rest may be looked at. */
            apps?: string[];
            /** @description Only in these environments. */
            environments?: string[];
            /**
             * Format: date-time
             * @description In 90 days when left out; at most in 366 days.
             */
            expiresAt?: string;
            /** @description What it is for, e.g. "laptop" or "ci". */
            name: string;
            /**
             * @description A project, or * for all of them.
             * @default default
             */
            project?: string | "*";
            /**
             * @description What it is for at most. Without it: whatever they hold, through groups and RoleBindings too.
             * @enum {string}
             */
            role?: "viewer" | "developer" | "approver" | "operator" | "admin";
            /** @description Only for these verbs, like check.report; everything else is refused, looking too. */
            verbs?: ("app.view" | "pipeline.view" | "artifact.view" | "execution.view" | "promotion.view" | "release.view" | "event.view" | "lock.view" | "freeze.view" | "source.view" | "check.view" | "insight.view" | "token.create" | "token.list" | "token.revoke" | "group.view" | "role-binding.view" | "config.view" | "logs.view" | "repository.read" | "repository.push" | "artifact.clear" | "promotion.create" | "promotion.cancel" | "release.rollback" | "lock.set" | "source.sync" | "check.report" | "artifact.register" | "promotion.approve" | "app.apply" | "app.delete" | "app.secret" | "pipeline.apply" | "pipeline.delete" | "source.apply" | "source.delete" | "freeze.apply" | "freeze.delete" | "config.set" | "environment.stop" | "lock.set.widely" | "lock.steal" | "check.override" | "webhook.view" | "webhook.apply" | "webhook.test" | "webhook.redeliver" | "webhook.rotate" | "webhook.delete" | "audit.view" | "metrics.view" | "actor.manage")[];
        };
        DeletedApp: {
            message: components["schemas"]["Message"];
        };
        DeletedGroup: {
            message: components["schemas"]["Message"];
        };
        DeletedManifest: {
            message: components["schemas"]["Message"];
        };
        DeletedPipeline: {
            message: components["schemas"]["Message"];
        };
        DeletedRoleBinding: {
            message: components["schemas"]["Message"];
        };
        DeletedWebhook: {
            message: components["schemas"]["Message"];
        };
        Diff: {
            app: string;
            command: string | null;
            commits: {
                list: {
                    /** Format: date-time */
                    at: string;
                    author: string;
                    revision: string;
                    subject: string;
                }[];
                total: number;
            };
            configuration: {
                different: string[];
                onlyFrom: string[];
                onlyTo: string[];
            };
            files: {
                added: number;
                changed: number;
                list: {
                    added: number;
                    path: string;
                    removed: number;
                    status: string;
                }[];
                removed: number;
            };
            from: {
                artifact: components["schemas"]["ArtifactRef"] | null;
                name: string;
            };
            missing: {
                list: {
                    /** Format: date-time */
                    at: string;
                    author: string;
                    revision: string;
                    subject: string;
                }[];
                total: number;
            };
            project: string;
            summary: components["schemas"]["Message"];
            to: {
                artifact: components["schemas"]["ArtifactRef"] | null;
                name: string;
            };
        };
        DiffPage: {
            items: components["schemas"]["Diff"][];
        };
        Environment: {
            actor: string | null;
            app: string;
            artifact: components["schemas"]["ArtifactRef"] | null;
            behindBy: number | null;
            failedBuild: {
                branch: string;
                message: components["schemas"]["Message"] | null;
                revision: string;
            } | null;
            lock: {
                by: string;
                reason: string;
                /** Format: date-time */
                since: string;
                until: string | null;
            } | null;
            name: string;
            order: number;
            pipeline: string;
            project: string;
            promotion: {
                id: string;
                kind: string;
                message: components["schemas"]["Message"] | null;
                result: string | null;
                state: string;
                version: string;
            } | null;
            since: string | null;
            /** @enum {string} */
            state: "healthy" | "rolling-out" | "empty" | "unhealthy" | "waiting";
            targets: {
                healthy: boolean | null;
                message: components["schemas"]["Message"] | null;
                name: string;
                release: number | null;
                runtime: string;
                url: string | null;
                version: string | null;
            }[];
        };
        EnvironmentPage: {
            items: components["schemas"]["Environment"][];
            /** @description Follow /v1/events from here to miss nothing that happens to these. */
            position: string;
        };
        Event: {
            actor: string;
            /** Format: date-time */
            at: string;
            data: {
                [key: string]: unknown;
            };
            door: string;
            /** @description Grows in the order in which things happened; the position to follow from. */
            id: string;
            labels: {
                [key: string]: string;
            };
            project: string;
            /** @description What it is about: promotion/prm_…, app/shop. */
            subject: string;
            /** @description <noun>.<past participle>, e.g. promotion.finished. */
            type: string;
        };
        EventPage: {
            items: components["schemas"]["Event"][];
            /** @description Send it as `after` to go on, or as Last-Event-ID to follow. */
            position: string;
            /** @description True when `after` is older than what is kept: read anew what you derive, then go on. */
            reset: boolean;
        };
        ExecutionPage: {
            items: components["schemas"]["PipelineExecution"][];
            nextCursor: string | null;
            /** @description Follow /v1/events from here to miss nothing that happens to these. */
            position: string;
        };
        Freeze: {
            apps: string[] | null;
            /** Format: date-time */
            createdAt: string;
            environments: string[] | null;
            freezing: boolean;
            from: string | null;
            generation: number;
            lastsMs: number;
            name: string;
            project: string;
            reason: string;
            rrule: string;
            start: string | null;
            timeZone: string;
            until: string | null;
            /** Format: date-time */
            updatedAt: string;
        };
        FreezePage: {
            items: components["schemas"]["Freeze"][];
            nextCursor: string | null;
        };
        Gate: {
            changesAt: string | null;
            message: components["schemas"]["Message"];
            name: string;
            opensBy: string | null;
            since: string | null;
            /** @enum {string} */
            status: "open" | "waiting" | "closed";
        };
        Group: {
            description: string | null;
            members: string[];
            name: string;
            project: string;
        };
        GroupList: {
            items: components["schemas"]["Group"][];
        };
        Insight: {
            app: string;
            changeFailRate: components["schemas"]["InsightFigure"];
            changeLeadTime: components["schemas"]["InsightFigure"];
            changes: number;
            deploymentFrequency: components["schemas"]["InsightFigure"];
            deploymentReworkRate: components["schemas"]["InsightFigure"];
            environment: string;
            failed: number;
            failedDeploymentRecoveryTime: components["schemas"]["InsightFigure"];
            rollbacks: number;
            unrepaired: number;
        };
        InsightAnswer: {
            definitions: {
                changeFailRate: components["schemas"]["Message"];
                changeLeadTime: components["schemas"]["Message"];
                deploymentFrequency: components["schemas"]["Message"];
                deploymentReworkRate: components["schemas"]["Message"];
                failedDeploymentRecoveryTime: components["schemas"]["Message"];
            };
            /** Format: date-time */
            from: string;
            items: components["schemas"]["Insight"][];
            project: string;
            /** Format: date-time */
            to: string;
        };
        InsightFigure: {
            /** @description What the value is made of: so many deployments, or so many failures for the recovery. */
            samples: number;
            /**
             * @description share: from 0 to 1.
             * @enum {string}
             */
            unit: "per-day" | "ms" | "share";
            /** @description Null when there is not enough data; never 0 for that. */
            value: number | null;
        };
        LiftLock: {
            /** @description Without it: every app of the project. */
            app?: string;
            /** @description Without it: every environment. */
            environment?: string;
            /** @default default */
            project?: string;
            /**
             * @description Also when it is another person's lock.
             * @default false
             */
            steal?: boolean;
            /** @description One target of the environment; holds the whole environment. */
            target?: string;
        };
        Lock: {
            actor: string;
            app: string | null;
            /** Format: date-time */
            createdAt: string;
            door: string;
            environment: string | null;
            expiresAt: string | null;
            id: string;
            liftedAt: string | null;
            liftedBy: string | null;
            project: string;
            reason: string;
            standing: boolean;
            target: string | null;
        };
        LockAnswer: {
            lock: components["schemas"]["Lock"] | null;
            message: components["schemas"]["Message"];
            /** @enum {string} */
            outcome: "locked" | "stolen" | "lifted" | "unchanged";
        };
        LockPage: {
            items: components["schemas"]["Lock"][];
            nextCursor: string | null;
        };
        LogLine: {
            /** Format: date-time */
            at: string;
            source: string;
            target: string;
            text: string;
        };
        LogLines: {
            items: components["schemas"]["LogLine"][];
        };
        MakeSigningSecret: {
            /** @default default */
            project?: string;
        };
        Manifest: {
            actor: string;
            /** Format: date-time */
            appliedAt: string;
            generation: number;
            kind: string;
            manifest: string;
            name: string;
            project: string;
        };
        ManifestHistory: {
            items: components["schemas"]["Manifest"][];
        };
        ManifestSource: {
            actor: string;
            app: string;
            appliedAt: string | null;
            appliedRevision: string | null;
            branch: string;
            faults: {
                column: number | null;
                file: string | null;
                line: number | null;
                message: components["schemas"]["Message"];
            }[];
            generation: number;
            lookedAt: string | null;
            message: components["schemas"]["Message"];
            name: string;
            objects: {
                drift: string[] | null;
                file: string;
                kind: string;
                name: string;
                project: string;
            }[];
            /** @enum {string} */
            onDrift: "show" | "correct";
            path: string;
            project: string;
            prune: boolean;
            seenRevision: string | null;
            /** @enum {string} */
            state: "waiting" | "synced" | "drifted" | "failed";
        };
        ManifestSourceList: {
            items: components["schemas"]["ManifestSource"][];
        };
        Message: {
            code: string;
            params: {
                [key: string]: unknown;
            };
            text: string;
        };
        OverrideCheck: {
            /** @description Shown next to what it lets through. */
            reason: string;
        };
        OwedCheck: {
            app: string;
            artifact: components["schemas"]["ArtifactRef"];
            context: string;
            environment: string;
            since: string | null;
            state: ("pending" | "success" | "failure" | "error") | null;
        };
        OwedChecks: {
            items: components["schemas"]["OwedCheck"][];
        };
        Pipeline: {
            app: string;
            /** Format: date-time */
            createdAt: string;
            environments: {
                after: string[];
                approvals: number;
                automatic: boolean;
                branch: string | null;
                feedBranch: string | null;
                name: string;
                order: number;
                /** @enum {string} */
                orderRule: "strict" | "any";
                /** @enum {string} */
                strategy: "direct" | "merge" | "pull-request" | "commit" | "notify";
                targets: {
                    name: string;
                    runtime: string;
                }[];
            }[];
            generation: number;
            name: string;
            project: string;
            template: string | null;
            /** Format: date-time */
            updatedAt: string;
        };
        PipelineExecution: {
            /** @constant */
            apiVersion: "sluice.dev/v1alpha1";
            /** @constant */
            kind: "PipelineExecution";
            metadata: {
                /** Format: date-time */
                creationTimestamp: string;
                labels: {
                    [key: string]: string;
                };
                name: string;
                namespace: string;
            };
            spec: {
                params: {
                    name: string;
                    value: string;
                }[];
                pipelineRef: {
                    generation: number;
                    name: string;
                    namespace: string;
                };
                trigger: {
                    actor: string;
                    author: string;
                    branch: string | null;
                    kind: string;
                    revision: string;
                    subject: string;
                };
            };
            status: {
                conditions: {
                    /** Format: date-time */
                    lastTransitionTime: string;
                    message: string;
                    reason: string;
                    /** @enum {string} */
                    status: "True" | "False" | "Unknown";
                    type: string;
                }[];
                environments: {
                    name: string;
                    order: number;
                    status: {
                        message: string;
                        promotionId: string | null;
                        time: string | null;
                        type: string;
                    };
                }[];
            };
        };
        PipelinePage: {
            items: components["schemas"]["Pipeline"][];
            nextCursor: string | null;
        };
        PipelineTemplate: {
            description: string | null;
            generation: number;
            name: string;
            parameters: {
                name: string;
                required: boolean;
            }[];
            pipelines: string[];
            project: string;
            /** Format: date-time */
            updatedAt: string;
        };
        PipelineTemplateList: {
            items: components["schemas"]["PipelineTemplate"][];
        };
        /** @description RFC 9457: why a request was refused. */
        Problem: {
            /** @description Stable; programs decide by it. */
            code: string;
            /** @description What is wrong and what to do next, in the language of the reader. */
            detail: string;
            details: {
                column?: number;
                file?: string;
                line?: number;
                message: components["schemas"]["Message"];
                path?: string;
            }[];
            params: {
                [key: string]: unknown;
            };
            status: number;
            title: string;
            /** @description A stable URN of the code. */
            type: string;
        };
        Promote: {
            app: string;
            /** @description Without it: the newest healthy one of the preceding environment. */
            artifact?: string;
            /** @description Without it: the next one in the pipeline. */
            environment?: string;
            /** @description Instead of `artifact`: what was deployed there goes. */
            from?: components["schemas"]["Source"];
            /** @default default */
            project?: string;
            reason?: string;
            /** @description Only these targets of the environment. Without it: all of them. */
            targets?: string[];
            /**
             * @description What to do when another artifact is on its way there.
             * @default refuse
             * @enum {string}
             */
            whenBusy?: "refuse" | "queue" | "supersede";
        };
        PromoteAll: {
            /**
             * @description Only say what would be done.
             * @default false
             */
            dryRun?: boolean;
            /** @description The environment whose newest artifacts go. Without it: what precedes `to` in the pipeline of each app. */
            from?: string;
            /** @default default */
            project?: string;
            reason?: string;
            /** @description Apps without such an environment are left out. */
            to: string;
            /**
             * @description What to do for an app when another artifact is on its way there.
             * @default refuse
             * @enum {string}
             */
            whenBusy?: "refuse" | "queue" | "supersede";
        };
        PromoteAllAnswer: {
            dryRun: boolean;
            from: string | null;
            items: {
                app: string;
                artifact: components["schemas"]["ArtifactRef"] | null;
                /** @description What to type next for this app. */
                command: string | null;
                message: components["schemas"]["Message"];
                /**
                 * @description `waits`: it was asked for and waits for its gates. `not-ready`: nothing is there yet, or the order does not let it in. `refused`: it was not asked for, and the message says why.
                 * @enum {string}
                 */
                outcome: "starts" | "waits" | "joins" | "queues" | "unchanged" | "not-ready" | "refused";
                promotionId: string | null;
            }[];
            to: string;
        };
        PromoteAnswer: {
            message: components["schemas"]["Message"];
            /** @enum {string} */
            outcome: "started" | "joined" | "queued" | "unchanged";
            promotion: components["schemas"]["Promotion"] | null;
        };
        Promotion: {
            actor: string;
            app: string;
            artifact: components["schemas"]["ArtifactRef"];
            automatic: boolean;
            /** @description The address that the environment has called after a success, and how that went. */
            call: components["schemas"]["Call"] | null;
            change: {
                id: string;
                number: number;
                /** @enum {string} */
                state: "open" | "merged" | "closed";
            } | null;
            /** Format: date-time */
            createdAt: string;
            door: string;
            environment: string;
            executionId: string | null;
            finishedAt: string | null;
            /** @description As they stand; once the world is being changed: as they stood when they let it through. */
            gates: components["schemas"]["Gate"][];
            id: string;
            /** @enum {string} */
            kind: "promotion" | "rollback" | "configuration";
            message: components["schemas"]["Message"] | null;
            next: string | null;
            output: components["schemas"]["ArtifactRef"] | null;
            pipeline: string;
            project: string;
            reason: string | null;
            releases: {
                fromNumber: number | null;
                message: components["schemas"]["Message"] | null;
                number: number;
                result: ("success" | "partial" | "failure" | "error" | "cancelled" | "timeout" | "skipped") | null;
                /** @enum {string} */
                state: "executing" | "finished";
                target: string;
                url: string | null;
            }[];
            replaces: components["schemas"]["ArtifactRef"] | null;
            result: ("success" | "partial" | "failure" | "error" | "cancelled" | "timeout" | "skipped") | null;
            startedAt: string | null;
            /** @enum {string} */
            state: "queued" | "executing" | "waiting" | "finished";
            steps: components["schemas"]["Step"][];
            strategy: string;
            /** @description The targets that were chosen; null for every target of the environment. */
            targets: string[] | null;
        };
        PromotionPage: {
            items: components["schemas"]["Promotion"][];
            nextCursor: string | null;
        };
        PromotionPlan: {
            app: string;
            artifact: components["schemas"]["ArtifactRef"];
            /** @description Another way that works, when it would be refused. */
            command: string | null;
            difference: components["schemas"]["Diff"];
            environment: string;
            /** @description As they stand now. */
            gates: components["schemas"]["Gate"][];
            message: components["schemas"]["Message"];
            /**
             * @description What asking for it now would lead to; `busy`: something else is on its way there.
             * @enum {string}
             */
            outcome: "starts" | "waits" | "busy" | "unchanged" | "refused";
            project: string;
            replaces: components["schemas"]["ArtifactRef"] | null;
            steps: string[];
            targets: {
                name: string;
                optional: boolean;
                /** @description The number of the release that serves there now. */
                release: number | null;
                runtime: string;
                wave: number;
            }[];
        };
        Readiness: {
            checks: {
                name: string;
                ready: boolean;
                reason: components["schemas"]["Message"] | null;
            }[];
            ready: boolean;
        };
        RegisterArtifact: {
            app: string;
            /** @description Of the commit, where the repository here does not have it. */
            author?: string;
            /** @description The branch of that commit: it enters the environments which that branch feeds. Without it, the first one. */
            branch?: string;
            /** Format: date-time */
            committedAt?: string;
            /** @description What identifies it, wherever it lies. */
            digest: string;
            /** @description Where it lies as an image, by the same digest. */
            image?: string;
            /** @default default */
            project?: string;
            /** @description How it was made, as its builder says: an in-toto or SLSA statement, for example. */
            provenance?: {
                [key: string]: unknown;
            };
            /**
             * Format: uri
             * @description Where to read that.
             */
            provenanceUrl?: string;
            /** @description The commit that it was built of. */
            revision: string;
            /** @description Of the commit, where the repository here does not have it. */
            subject?: string;
            /** @description It keeps this version in every environment. */
            version: string;
        };
        RegisteredArtifact: {
            artifact: components["schemas"]["Artifact"];
            message: components["schemas"]["Message"];
            /** @enum {string} */
            outcome: "registered" | "known";
        };
        Release: {
            actor: string;
            app: string;
            artifact: components["schemas"]["ArtifactRef"];
            configurationVersion: number;
            /** Format: date-time */
            createdAt: string;
            door: string;
            environment: string;
            finishedAt: string | null;
            fromNumber: number | null;
            id: string;
            /** @enum {string} */
            kind: "promotion" | "rollback" | "configuration";
            message: components["schemas"]["Message"] | null;
            number: number;
            project: string;
            promotionId: string;
            reason: string | null;
            result: ("success" | "failure" | "error" | "cancelled" | "timeout" | "skipped") | null;
            serving: boolean;
            /** @enum {string} */
            state: "executing" | "finished";
            stoppedAt: string | null;
            stoppedBy: string | null;
            target: string;
            url: string | null;
        };
        ReleasePage: {
            items: components["schemas"]["Release"][];
            nextCursor: string | null;
        };
        ReportCheck: {
            app: string;
            /** @description Version, digest or commit. Without it: what serves in the environment. */
            artifact?: string;
            context: string;
            description?: string;
            /** @description Without it the check is about the artifact, wherever it is. */
            environment?: string;
            /** @default default */
            project?: string;
            /** @description Hand it on to the forge of the app. */
            propagate?: boolean;
            /** @description The same, as Akkeris writes it. */
            propogate?: boolean;
            /** @description A release of the environment, in place of an artifact. */
            release?: string;
            /** @enum {string} */
            state: "pending" | "success" | "failure" | "error";
            /**
             * Format: uri
             * @description The same, as Akkeris writes it.
             */
            target_url?: string;
            /**
             * Format: uri
             * @description Where to read more.
             */
            targetUrl?: string;
        };
        Retry: {
            reason?: string;
        };
        RevokedToken: {
            message: components["schemas"]["Message"];
            token: components["schemas"]["Token"];
        };
        RoleBinding: {
            /** @description Null: on all apps. */
            apps: string[] | null;
            /** @description Null: in all environments. */
            environments: string[] | null;
            groups: string[];
            name: string;
            people: string[];
            project: string;
            /** @enum {string} */
            role: "viewer" | "developer" | "approver" | "operator" | "admin";
        };
        RoleBindingList: {
            items: components["schemas"]["RoleBinding"][];
        };
        Rollback: {
            app: string;
            /** @description The one being withdrawn; refused when it does not run there. */
            artifact?: string;
            environment: string;
            /** @default default */
            project?: string;
            reason?: string;
            /** @description The release to return to. */
            to?: string;
            /**
             * @default refuse
             * @enum {string}
             */
            whenBusy?: "refuse" | "queue" | "supersede";
        };
        RotatedWebhookSecret: {
            message: components["schemas"]["Message"];
            /** Format: date-time */
            previousSecretUntil: string;
            /** @description Shown only here. */
            secret: string;
        };
        SentWebhookDelivery: {
            attemptedAt: string | null;
            attempts: number;
            /** @description What is sent, to the letter: a CloudEvent as JSON. */
            body: string;
            /** Format: date-time */
            createdAt: string;
            /** @description When it is tried next; null once it is over. */
            dueAt: string | null;
            /** @description Null for a test. */
            eventId: string | null;
            eventType: string;
            finishedAt: string | null;
            /** @description Sent as the header webhook-id; the same at every attempt. */
            id: string;
            message: components["schemas"]["Message"] | null;
            /** @enum {string} */
            state: "pending" | "delivered" | "failed";
            /** @description What the receiver answered last, if it did. */
            statusCode: number | null;
            /** @description The type of the CDEvent. */
            type: string;
            webhook: string;
        };
        SetLock: {
            /** @description Without it: every app of the project. */
            app?: string;
            /** @description Without it: every environment. */
            environment?: string;
            /** @description Ends by itself after this long, like 2h. Without it: until it is lifted. */
            for?: string;
            /** @default default */
            project?: string;
            /** @description Shown wherever something waits because of it. */
            reason: string;
            /**
             * @description Takes the place of another person's lock, who is named in the event.
             * @default false
             */
            steal?: boolean;
            /** @description One target of the environment; holds the whole environment. */
            target?: string;
        };
        SigningSecret: {
            message: components["schemas"]["Message"];
            secret: string;
        };
        Source: {
            environment: string;
            /** @description Without it: what serves there now. */
            release?: string;
            /** @description Needed where the targets do not all serve the same. */
            target?: string;
        };
        Status: {
            apps: number;
            database: {
                /** @enum {string} */
                kind: "embedded" | "external";
                version: string;
            };
            dataDirectory: string | null;
            promotionsUnderWay: number;
            replicas: {
                host: string;
                id: string;
                me: boolean;
                name: string;
                pid: number;
                /** Format: date-time */
                seenAt: string;
                /** Format: date-time */
                startedAt: string;
                version: string;
            }[];
            url: string;
            version: string;
            work: {
                due: number;
                kind: string;
                parked: number;
                running: number;
                waiting: number;
            }[];
        };
        Step: {
            attempt: number;
            finishedAt: string | null;
            key: string;
            link: string | null;
            message: components["schemas"]["Message"] | null;
            result: ("success" | "partial" | "failure" | "error" | "cancelled" | "timeout" | "skipped") | null;
            startedAt: string | null;
            /** @enum {string} */
            state: "pending" | "executing" | "waiting" | "finished";
        };
        Stop: {
            /** @default default */
            project?: string;
            reason?: string;
        };
        StopAnswer: {
            message: components["schemas"]["Message"];
            /** @enum {string} */
            outcome: "stopping" | "unchanged";
            releases: {
                number: number;
                target: string;
            }[];
        };
        SyncingManifestSource: {
            message: components["schemas"]["Message"];
        };
        Token: {
            actor: string;
            /** @description Only on these apps; null: on all of them. */
            apps: string[] | null;
            /** Format: date-time */
            createdAt: string;
            createdBy: string;
            /** @description Only in these environments; null: in all of them. */
            environments: string[] | null;
            expiresAt: string | null;
            id: string;
            /** @description To within ten minutes. */
            lastUsedAt: string | null;
            name: string;
            project: string;
            revokedAt: string | null;
            /** @description Null: whatever its actor holds, now and later. */
            role: ("viewer" | "developer" | "approver" | "operator" | "admin") | null;
            /** @description Only for these verbs; null: for all that the role allows. */
            verbs: string[] | null;
        };
        TokenPage: {
            items: components["schemas"]["Token"][];
            nextCursor: string | null;
        };
        Webhook: {
            apps: string[] | null;
            /** Format: date-time */
            createdAt: string;
            enabled: boolean;
            environments: string[] | null;
            /** @description Null: everything that CDEvents has a word for. */
            events: string[] | null;
            /** @description Attempts in a row that failed, of any event. */
            failures: number;
            generation: number;
            id: string;
            name: string;
            /** @description It is left in peace until then, because it failed. */
            pausedUntil: string | null;
            /** @description Until then the secret before signs as well. */
            previousSecretUntil: string | null;
            project: string;
            /** Format: date-time */
            updatedAt: string;
            url: string;
            /** @description Events that it has not received yet. */
            waiting: number;
        };
        WebhookDelivery: {
            attemptedAt: string | null;
            attempts: number;
            /** Format: date-time */
            createdAt: string;
            /** @description When it is tried next; null once it is over. */
            dueAt: string | null;
            /** @description Null for a test. */
            eventId: string | null;
            eventType: string;
            finishedAt: string | null;
            /** @description Sent as the header webhook-id; the same at every attempt. */
            id: string;
            message: components["schemas"]["Message"] | null;
            /** @enum {string} */
            state: "pending" | "delivered" | "failed";
            /** @description What the receiver answered last, if it did. */
            statusCode: number | null;
            /** @description The type of the CDEvent. */
            type: string;
            webhook: string;
        };
        WebhookDeliveryAnswer: {
            delivery: components["schemas"]["WebhookDelivery"];
            message: components["schemas"]["Message"];
        };
        WebhookDeliveryPage: {
            items: components["schemas"]["WebhookDelivery"][];
            nextCursor: string | null;
        };
        WebhookPage: {
            items: components["schemas"]["Webhook"][];
            nextCursor: string | null;
        };
        Whoami: {
            actor: string;
            bindings: components["schemas"]["Binding"][];
            token: components["schemas"]["Token"] | null;
        };
        Why: {
            app: string;
            artifact: components["schemas"]["ArtifactRef"] | null;
            command: string | null;
            environment: string;
            gates: components["schemas"]["Gate"][];
            project: string;
            promotionId: string | null;
            steps: {
                key: string;
                message: components["schemas"]["Message"] | null;
                result: string | null;
                state: string;
            }[];
            summary: components["schemas"]["Message"];
        };
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export interface operations {
    manifestApply: {
        parameters: {
            query?: never;
            header?: {
                /** @description A fresh UUID for each command. The same key with the same body gets the same answer and does nothing twice. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Apply"];
            };
        };
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ApplyAnswer"];
                };
            };
            /** @description Why it was refused. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    appList: {
        parameters: {
            query?: {
                /** @description The nextCursor of the preceding page. */
                cursor?: string;
                /** @description How many items to answer with at most. */
                limit?: number;
                project?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AppPage"];
                };
            };
            /** @description Why it was refused. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    appCreate: {
        parameters: {
            query?: never;
            header?: {
                /** @description A fresh UUID for each command. The same key with the same body gets the same answer and does nothing twice. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CreateApp"];
            };
        };
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["App"];
                };
            };
            /** @description Default Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["App"];
                };
            };
            /** @description Default Response */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["App"];
                };
            };
            /** @description Why it was refused. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    appView: {
        parameters: {
            query?: {
                project?: string;
            };
            header?: never;
            path: {
                app: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["App"];
                };
            };
            /** @description Why it was refused. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    appDelete: {
        parameters: {
            query?: {
                project?: string;
            };
            header?: {
                /** @description A fresh UUID for each command. The same key with the same body gets the same answer and does nothing twice. */
                "Idempotency-Key"?: string;
            };
            path: {
                app: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeletedApp"];
                };
            };
            /** @description Why it was refused. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    artifactList: {
        parameters: {
            query?: {
                /** @description The nextCursor of the preceding page. */
                cursor?: string;
                /** @description How many items to answer with at most. */
                limit?: number;
                project?: string;
                /** @description A version, or the beginning of a digest or revision. */
                ref?: string;
            };
            header?: never;
            path: {
                app: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ArtifactPage"];
                };
            };
            /** @description Why it was refused. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    artifactView: {
        parameters: {
            query?: {
                project?: string;
            };
            header?: never;
            path: {
                app: string;
                ref: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Artifact"];
                };
            };
            /** @description Why it was refused. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    artifactClear: {
        parameters: {
            query?: {
                project?: string;
            };
            header?: {
                /** @description A fresh UUID for each command. The same key with the same body gets the same answer and does nothing twice. */
                "Idempotency-Key"?: string;
            };
            path: {
                app: string;
                ref: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ClearArtifact"];
            };
        };
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ClearedArtifact"];
                };
            };
            /** @description Why it was refused. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    buildList: {
        parameters: {
            query?: {
                /** @description The nextCursor of the preceding page. */
                cursor?: string;
                /** @description How many items to answer with at most. */
                limit?: number;
                project?: string;
            };
            header?: never;
            path: {
                app: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BuildPage"];
                };
            };
            /** @description Why it was refused. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    buildLog: {
        parameters: {
            query?: {
                project?: string;
                /** @description How many lines at most. */
                tail?: number;
            };
            header?: never;
            path: {
                app: string;
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/plain": string;
                };
            };
            /** @description Why it was refused. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    configurationView: {
        parameters: {
            query?: {
                project?: string;
            };
            header?: never;
            path: {
                app: string;
                environment: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Configuration"];
                };
            };
            /** @description Why it was refused. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    configurationChange: {
        parameters: {
            query?: never;
            header?: {
                /** @description A fresh UUID for each command. The same key with the same body gets the same answer and does nothing twice. */
                "Idempotency-Key"?: string;
            };
            path: {
                app: string;
                environment: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ChangeConfiguration"];
            };
        };
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ChangeConfigurationAnswer"];
                };
            };
            /** @description Why it was refused. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    logView: {
        parameters: {
            query?: {
                /** @description For a stream: whether it goes on with what is printed from now on. */
                follow?: "true" | "false";
                project?: string;
                /** @description How many lines of the past, a target. */
                tail?: number;
                /** @description Without it: every target of the environment. */
                target?: string;
            };
            header?: never;
            path: {
                app: string;
                environment: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LogLines"];
                };
            };
            /** @description Why it was refused. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    environmentStop: {
        parameters: {
            query?: never;
            header?: {
                /** @description A fresh UUID for each command. The same key with the same body gets the same answer and does nothing twice. */
                "Idempotency-Key"?: string;
            };
            path: {
                app: string;
                environment: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Stop"];
            };
        };
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StopAnswer"];
                };
            };
            /** @description Default Response */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StopAnswer"];
                };
            };
            /** @description Why it was refused. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    environmentWhy: {
        parameters: {
            query?: {
                /** @description A version, digest or revision; without it, what would come next. */
                artifact?: string;
                project?: string;
            };
            header?: never;
            path: {
                app: string;
                environment: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Why"];
                };
            };
            /** @description Why it was refused. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    signingSecretCreate: {
        parameters: {
            query?: never;
            header?: {
                /** @description A fresh UUID for each command. The same key with the same body gets the same answer and does nothing twice. */
                "Idempotency-Key"?: string;
            };
            path: {
                app: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["MakeSigningSecret"];
            };
        };
        responses: {
            /** @description Default Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SigningSecret"];
                };
            };
            /** @description Why it was refused. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    artifactRegister: {
        parameters: {
            query?: never;
            header?: {
                /** @description A fresh UUID for each command. The same key with the same body gets the same answer and does nothing twice. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RegisterArtifact"];
            };
        };
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RegisteredArtifact"];
                };
            };
            /** @description Default Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RegisteredArtifact"];
                };
            };
            /** @description Why it was refused. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    auditList: {
        parameters: {
            query?: {
                actor?: string;
                /** @description Only what came from this address. */
                address?: string;
                app?: string;
                /** @description The nextCursor of the preceding page. */
                cursor?: string;
                /** @description http, cli, web, git, system, … */
                door?: string;
                environment?: string;
                /** @description How many items to answer with at most. */
                limit?: number;
                /** @description * for the whole installation, which needs the role there. */
                project?: "*" | string;
                /** @description A time, a day (its beginning, UTC), or how long ago like 7d. */
                since?: string;
                /** @description Types or beginnings of types, separated by commas: promotion.,token.created */
                type?: string;
                /** @description The same; not part of the answer any more. */
                until?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AuditPage"];
                };
            };
            /** @description Why it was refused. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    auditExport: {
        parameters: {
            query?: {
                actor?: string;
                /** @description Only what came from this address. */
                address?: string;
                app?: string;
                /** @description http, cli, web, git, system, … */
                door?: string;
                environment?: string;
                /** @description One JSON document a line, or a table. */
                format?: "ndjson" | "csv";
                /** @description * for the whole installation, which needs the role there. */
                project?: "*" | string;
                /** @description A time, a day (its beginning, UTC), or how long ago like 7d. */
                since?: string;
                /** @description Types or beginnings of types, separated by commas: promotion.,token.created */
                type?: string;
                /** @description The same; not part of the answer any more. */
                until?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Why it was refused. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    changeList: {
        parameters: {
            query?: {
                app?: string;
                /** @description The nextCursor of the preceding page. */
                cursor?: string;
                /** @description How many items to answer with at most. */
                limit?: number;
                project?: string;
                state?: "open" | "merged" | "closed";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ChangePage"];
                };
            };
            /** @description Why it was refused. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    changeView: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Change"];
                };
            };
            /** @description Why it was refused. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    checkList: {
        parameters: {
            query: {
                app: string;
                artifact?: string;
                /** @description The nextCursor of the preceding page. */
                cursor?: string;
                environment?: string;
                /** @description How many items to answer with at most. */
                limit?: number;
                project?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CheckPage"];
                };
            };
            /** @description Why it was refused. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    checkReport: {
        parameters: {
            query?: never;
            header?: {
                /** @description A fresh UUID for each command. The same key with the same body gets the same answer and does nothing twice. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ReportCheck"];
            };
        };
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CheckAnswer"];
                };
            };
            /** @description Why it was refused. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    checkOverride: {
        parameters: {
            query?: never;
            header?: {
                /** @description A fresh UUID for each command. The same key with the same body gets the same answer and does nothing twice. */
                "Idempotency-Key"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["OverrideCheck"];
            };
        };
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CheckAnswer"];
                };
            };
            /** @description Why it was refused. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    checkOwed: {
        parameters: {
            query?: {
                app?: string;
                project?: string;
                system?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OwedChecks"];
                };
            };
            /** @description Why it was refused. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    environmentDiff: {
        parameters: {
            query: {
                /** @description Without it, every app that has both environments. */
                app?: string;
                /** @description An environment, or an address like shop@1.2.0. */
                from: string;
                project?: string;
                /** @description An environment, or an address like shop@1.1.0. */
                to: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DiffPage"];
                };
            };
            /** @description Why it was refused. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    environmentList: {
        parameters: {
            query?: {
                app?: string;
                environment?: string;
                project?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EnvironmentPage"];
                };
            };
            /** @description Why it was refused. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    executionList: {
        parameters: {
            query?: {
                actor?: string;
                app?: string;
                /** @description The nextCursor of the preceding page. */
                cursor?: string;
                /** @description Only those that have a promotion into this environment. */
                environment?: string;
                /** @description How many items to answer with at most. */
                limit?: number;
                pipeline?: string;
                project?: string;
                /** @description The beginning of the commit that set it off. */
                revision?: string;
                /** @description A duration like 2h, or a time like 2026-11-20T15:00:00Z. */
                since?: string;
                /** @description executing, finished, or a result: success, partial, failure, error, cancelled, timeout. */
                state?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ExecutionPage"];
                };
            };
            /** @description Why it was refused. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    executionView: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PipelineExecution"];
                };
            };
            /** @description Why it was refused. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    executionEvents: {
        parameters: {
            query?: {
                /** @description Only what happened after this position. Without it a page starts with the oldest. */
                after?: string;
                limit?: number;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EventPage"];
                };
            };
            /** @description Why it was refused. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    freezeList: {
        parameters: {
            query?: {
                /** @description The nextCursor of the preceding page. */
                cursor?: string;
                /** @description How many items to answer with at most. */
                limit?: number;
                project?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FreezePage"];
                };
            };
            /** @description Why it was refused. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    groupList: {
        parameters: {
            query?: {
                project?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GroupList"];
                };
            };
            /** @description Why it was refused. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    groupDelete: {
        parameters: {
            query?: {
                project?: string;
            };
            header?: {
                /** @description A fresh UUID for each command. The same key with the same body gets the same answer and does nothing twice. */
                "Idempotency-Key"?: string;
            };
            path: {
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeletedGroup"];
                };
            };
            /** @description Why it was refused. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    insightList: {
        parameters: {
            query?: {
                /** @description Without it: every app of the project. */
                app?: string;
                /** @description Without it: every environment. */
                environment?: string;
                /** @description A time, a day, or how long ago like 7d. Without it: 30 days before the end of the period. */
                from?: string;
                project?: string;
                /** @description Not part of the period any more. Without it: now. */
                to?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["InsightAnswer"];
                };
            };
            /** @description Why it was refused. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    lockList: {
        parameters: {
            query?: {
                /** @description The nextCursor of the preceding page. */
                cursor?: string;
                /** @description How many items to answer with at most. */
                limit?: number;
                project?: string;
                /** @description Only those that hold something now. */
                standing?: "true";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LockPage"];
                };
            };
            /** @description Why it was refused. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    lockSet: {
        parameters: {
            query?: never;
            header?: {
                /** @description A fresh UUID for each command. The same key with the same body gets the same answer and does nothing twice. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SetLock"];
            };
        };
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LockAnswer"];
                };
            };
            /** @description Default Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LockAnswer"];
                };
            };
            /** @description Why it was refused. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    lockLift: {
        parameters: {
            query?: never;
            header?: {
                /** @description A fresh UUID for each command. The same key with the same body gets the same answer and does nothing twice. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["LiftLock"];
            };
        };
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LockAnswer"];
                };
            };
            /** @description Why it was refused. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    manifestSourceList: {
        parameters: {
            query?: {
                project?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ManifestSourceList"];
                };
            };
            /** @description Why it was refused. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    manifestSourceView: {
        parameters: {
            query?: {
                project?: string;
            };
            header?: never;
            path: {
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ManifestSource"];
                };
            };
            /** @description Why it was refused. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    manifestSourceSync: {
        parameters: {
            query?: never;
            header?: {
                /** @description A fresh UUID for each command. The same key with the same body gets the same answer and does nothing twice. */
                "Idempotency-Key"?: string;
            };
            path: {
                name: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @default default */
                    project?: string;
                };
            };
        };
        responses: {
            /** @description Default Response */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SyncingManifestSource"];
                };
            };
            /** @description Why it was refused. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    manifestView: {
        parameters: {
            query?: {
                /** @description Without it: the newest. */
                generation?: number;
                project?: string;
            };
            header?: never;
            path: {
                kind: "app" | "group" | "pipelinetemplate" | "pipeline" | "rolebinding" | "freeze" | "webhook" | "manifestsource";
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Manifest"];
                };
            };
            /** @description Default Response */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Why it was refused. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    manifestDelete: {
        parameters: {
            query?: {
                project?: string;
            };
            header?: {
                /** @description A fresh UUID for each command. The same key with the same body gets the same answer and does nothing twice. */
                "Idempotency-Key"?: string;
            };
            path: {
                kind: "app" | "group" | "pipelinetemplate" | "pipeline" | "rolebinding" | "freeze" | "webhook" | "manifestsource";
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeletedManifest"];
                };
            };
            /** @description Why it was refused. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    manifestHistory: {
        parameters: {
            query?: {
                project?: string;
            };
            header?: never;
            path: {
                kind: "app" | "group" | "pipelinetemplate" | "pipeline" | "rolebinding" | "freeze" | "webhook" | "manifestsource";
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ManifestHistory"];
                };
            };
            /** @description Why it was refused. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    pipelineTemplateList: {
        parameters: {
            query?: {
                project?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PipelineTemplateList"];
                };
            };
            /** @description Why it was refused. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    pipelineList: {
        parameters: {
            query?: {
                /** @description The nextCursor of the preceding page. */
                cursor?: string;
                /** @description How many items to answer with at most. */
                limit?: number;
                project?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PipelinePage"];
                };
            };
            /** @description Why it was refused. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    pipelineView: {
        parameters: {
            query?: {
                project?: string;
            };
            header?: never;
            path: {
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Pipeline"];
                };
            };
            /** @description Why it was refused. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    pipelineDelete: {
        parameters: {
            query?: {
                project?: string;
            };
            header?: {
                /** @description A fresh UUID for each command. The same key with the same body gets the same answer and does nothing twice. */
                "Idempotency-Key"?: string;
            };
            path: {
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeletedPipeline"];
                };
            };
            /** @description Why it was refused. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    pipelineExecutionList: {
        parameters: {
            query?: {
                actor?: string;
                app?: string;
                /** @description The nextCursor of the preceding page. */
                cursor?: string;
                /** @description Only those that have a promotion into this environment. */
                environment?: string;
                /** @description How many items to answer with at most. */
                limit?: number;
                project?: string;
                /** @description The beginning of the commit that set it off. */
                revision?: string;
                /** @description A duration like 2h, or a time like 2026-11-20T15:00:00Z. */
                since?: string;
                /** @description executing, finished, or a result: success, partial, failure, error, cancelled, timeout. */
                state?: string;
            };
            header?: never;
            path: {
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ExecutionPage"];
                };
            };
            /** @description Why it was refused. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    promotionList: {
        parameters: {
            query?: {
                app?: string;
                /** @description The nextCursor of the preceding page. */
                cursor?: string;
                environment?: string;
                executionId?: string;
                /** @description How many items to answer with at most. */
                limit?: number;
                project?: string;
                state?: "queued" | "executing" | "waiting" | "finished";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PromotionPage"];
                };
            };
            /** @description Why it was refused. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    promotionCreate: {
        parameters: {
            query?: never;
            header?: {
                /** @description A fresh UUID for each command. The same key with the same body gets the same answer and does nothing twice. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Promote"];
            };
        };
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PromoteAnswer"];
                };
            };
            /** @description Default Response */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PromoteAnswer"];
                };
            };
            /** @description Why it was refused. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    promotionView: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Promotion"];
                };
            };
            /** @description Why it was refused. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    promotionAnswer: {
        parameters: {
            query?: never;
            header?: {
                /** @description A fresh UUID for each command. The same key with the same body gets the same answer and does nothing twice. */
                "Idempotency-Key"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AnswerPromotion"];
            };
        };
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AnsweredPromotion"];
                };
            };
            /** @description Why it was refused. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    promotionApprove: {
        parameters: {
            query?: never;
            header?: {
                /** @description A fresh UUID for each command. The same key with the same body gets the same answer and does nothing twice. */
                "Idempotency-Key"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Approve"];
            };
        };
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Promotion"];
                };
            };
            /** @description Why it was refused. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    promotionCancel: {
        parameters: {
            query?: never;
            header?: {
                /** @description A fresh UUID for each command. The same key with the same body gets the same answer and does nothing twice. */
                "Idempotency-Key"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Cancel"];
            };
        };
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Promotion"];
                };
            };
            /** @description Why it was refused. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    promotionEvents: {
        parameters: {
            query?: {
                /** @description Only what happened after this position. Without it a page starts with the oldest. */
                after?: string;
                limit?: number;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EventPage"];
                };
            };
            /** @description Why it was refused. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    promotionResume: {
        parameters: {
            query?: never;
            header?: {
                /** @description A fresh UUID for each command. The same key with the same body gets the same answer and does nothing twice. */
                "Idempotency-Key"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Promotion"];
                };
            };
            /** @description Why it was refused. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    promotionRetry: {
        parameters: {
            query?: never;
            header?: {
                /** @description A fresh UUID for each command. The same key with the same body gets the same answer and does nothing twice. */
                "Idempotency-Key"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Retry"];
            };
        };
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Promotion"];
                };
            };
            /** @description Why it was refused. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    promotionCreateBulk: {
        parameters: {
            query?: never;
            header?: {
                /** @description A fresh UUID for each command. The same key with the same body gets the same answer and does nothing twice. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PromoteAll"];
            };
        };
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PromoteAllAnswer"];
                };
            };
            /** @description Why it was refused. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    promotionPlan: {
        parameters: {
            query?: never;
            header?: {
                /** @description A fresh UUID for each command. The same key with the same body gets the same answer and does nothing twice. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Promote"];
            };
        };
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PromotionPlan"];
                };
            };
            /** @description Why it was refused. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    releaseList: {
        parameters: {
            query: {
                app: string;
                /** @description The nextCursor of the preceding page. */
                cursor?: string;
                environment?: string;
                /** @description How many items to answer with at most. */
                limit?: number;
                project?: string;
                target?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReleasePage"];
                };
            };
            /** @description Why it was refused. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    roleBindingList: {
        parameters: {
            query?: {
                project?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RoleBindingList"];
                };
            };
            /** @description Why it was refused. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    roleBindingDelete: {
        parameters: {
            query?: {
                project?: string;
            };
            header?: {
                /** @description A fresh UUID for each command. The same key with the same body gets the same answer and does nothing twice. */
                "Idempotency-Key"?: string;
            };
            path: {
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeletedRoleBinding"];
                };
            };
            /** @description Why it was refused. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    rollbackCreate: {
        parameters: {
            query?: never;
            header?: {
                /** @description A fresh UUID for each command. The same key with the same body gets the same answer and does nothing twice. */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Rollback"];
            };
        };
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PromoteAnswer"];
                };
            };
            /** @description Default Response */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PromoteAnswer"];
                };
            };
            /** @description Why it was refused. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    statusView: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Status"];
                };
            };
            /** @description Why it was refused. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    webhookList: {
        parameters: {
            query?: {
                /** @description The nextCursor of the preceding page. */
                cursor?: string;
                /** @description How many items to answer with at most. */
                limit?: number;
                project?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WebhookPage"];
                };
            };
            /** @description Why it was refused. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    webhookDelete: {
        parameters: {
            query?: {
                project?: string;
            };
            header?: {
                /** @description A fresh UUID for each command. The same key with the same body gets the same answer and does nothing twice. */
                "Idempotency-Key"?: string;
            };
            path: {
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeletedWebhook"];
                };
            };
            /** @description Why it was refused. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    webhookDeliveries: {
        parameters: {
            query?: {
                /** @description The nextCursor of the preceding page. */
                cursor?: string;
                /** @description How many items to answer with at most. */
                limit?: number;
                project?: string;
                state?: "pending" | "delivered" | "failed";
            };
            header?: never;
            path: {
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WebhookDeliveryPage"];
                };
            };
            /** @description Why it was refused. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    webhookDelivery: {
        parameters: {
            query?: {
                project?: string;
            };
            header?: never;
            path: {
                id: string;
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SentWebhookDelivery"];
                };
            };
            /** @description Why it was refused. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    webhookRedeliver: {
        parameters: {
            query?: {
                project?: string;
            };
            header?: {
                /** @description A fresh UUID for each command. The same key with the same body gets the same answer and does nothing twice. */
                "Idempotency-Key"?: string;
            };
            path: {
                id: string;
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WebhookDeliveryAnswer"];
                };
            };
            /** @description Why it was refused. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    webhookRotateSecret: {
        parameters: {
            query?: {
                project?: string;
            };
            header?: {
                /** @description A fresh UUID for each command. The same key with the same body gets the same answer and does nothing twice. */
                "Idempotency-Key"?: string;
            };
            path: {
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RotatedWebhookSecret"];
                };
            };
            /** @description Why it was refused. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    webhookTest: {
        parameters: {
            query?: {
                project?: string;
            };
            header?: {
                /** @description A fresh UUID for each command. The same key with the same body gets the same answer and does nothing twice. */
                "Idempotency-Key"?: string;
            };
            path: {
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Default Response */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WebhookDeliveryAnswer"];
                };
            };
            /** @description Why it was refused. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
}
