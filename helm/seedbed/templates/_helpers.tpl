{{- define "seedbed.name" -}}
{{- default (ternary .Release.Name (printf "%s-seedbed" .Release.Name) (contains "seedbed" .Release.Name)) .Values.fullnameOverride | trunc 45 | trimSuffix "-" -}}
{{- end -}}

{{- define "seedbed.labels" -}}
app.kubernetes.io/name: seedbed
app.kubernetes.io/instance: {{ .Release.Name | quote }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service | quote }}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version | quote }}
{{- end -}}

{{/* Kueue's label, if there is a queue. */}}
{{- define "seedbed.queueLabel" -}}
{{- with .Values.kueue.queueName }}
kueue.x-k8s.io/queue-name: {{ . | quote }}
{{- end }}
{{- end -}}

{{/* Labels of the object that runs the driver and can wait in a queue. */}}
{{- define "seedbed.jobLabels" -}}
{{ include "seedbed.labels" . }}
{{- include "seedbed.queueLabel" . }}
{{- end -}}

{{/* Labels of the pods, used by selectors. */}}
{{- define "seedbed.podLabels" -}}
app.kubernetes.io/name: seedbed
app.kubernetes.io/instance: {{ .Release.Name | quote }}
{{- include "seedbed.queueLabel" . }}
{{- end -}}

{{/* Kueue resumes suspended objects that have its label. */}}
{{- define "seedbed.suspended" -}}
{{- if .Values.kueue.queueName }}
# Kueue resumes it.
suspend: true
{{- end }}
{{- end -}}

{{/* Initial number of executors with dynamic allocation. */}}
{{- define "seedbed.initialExecutors" -}}
{{ max .Values.dynamicAllocation.minExecutors (min .Values.executor.instances .Values.dynamicAllocation.maxExecutors) }}
{{- end -}}

{{- define "seedbed.image" -}}
{{- if .Values.image.digest -}}
{{ .Values.image.repository }}@{{ .Values.image.digest }}
{{- else -}}
{{ .Values.image.repository }}:{{ default .Chart.AppVersion .Values.image.tag }}
{{- end -}}
{{- end -}}

{{/* The name changes with the configuration: a Job is immutable, and a finished one must not run again. */}}
{{- define "seedbed.jobName" -}}
{{ include "seedbed.name" . }}-{{ printf "%s %s" .Chart.Version (toJson .Values) | sha256sum | trunc 8 }}
{{- end -}}

{{/* Command line of the job, as a YAML list. */}}
{{- define "seedbed.arguments" -}}
{{- $arguments := list .Values.verb -}}
{{- if or (eq .Values.verb "restarts") (eq .Values.verb "sweep") -}}
{{- $arguments = concat $arguments (list "--experiment" "/etc/seedbed/experiment.yaml" "--out" .Values.out) -}}
{{- $arguments = append $arguments (ternary "--fresh-seeds" "--resume" (eq .Values.mode "CronJob")) -}}
{{- $search := default dict .Values.experiment.search -}}
{{- if and .Values.dynamicAllocation.enabled (not (hasKey $search "slots")) -}}
{{/* Slots for the maximum number of executors; at the start there may be none to count. */}}
{{- $slots := div (mul .Values.dynamicAllocation.maxExecutors .Values.executor.cores) (default 1 $search.threads) -}}
{{- $arguments = concat $arguments (list "--set" (printf "search.slots=%d" (max 1 $slots))) -}}
{{- end -}}
{{- else if eq .Values.verb "generate" -}}
{{- $task := required "generate.task is empty: give the task of the dataset, such as --set generate.task=memory/copy" .Values.generate.task -}}
{{- $arguments = concat $arguments (list "--task" $task "--examples" (printf "%d" (int64 .Values.generate.examples)) "--out" .Values.out) -}}
{{- else if eq .Values.verb "train" -}}
{{- $from := required "train.from is empty: give the run whose initialization is trained, such as --set train.from=s3a://bucket/runs/one" .Values.train.from -}}
{{- $arguments = concat $arguments (list "--from" $from "--rank" (toString .Values.train.rank) "--workers" (toString .Values.train.workers)) -}}
{{- with .Values.train.data -}}
{{- $arguments = concat $arguments (list "--data" .) -}}
{{- end -}}
{{- $arguments = concat $arguments (list "--out" .Values.out "--resume") -}}
{{- else -}}
{{- $arguments = append $arguments .Values.out -}}
{{- end -}}
{{- range .Values.extraArgs -}}
{{- $arguments = append $arguments (toString .) -}}
{{- end -}}
{{ toYaml $arguments }}
{{- end -}}

{{/* Spark settings of all modes, as a YAML map. */}}
{{- define "seedbed.sparkConf" -}}
{{- $conf := dict
  "spark.driver.port" "7078"
  "spark.driver.blockManager.port" "7079"
  "spark.kubernetes.executor.deleteOnTermination" "true"
  "spark.authenticate" "true"
  "spark.authenticate.secret.driver.file" "/etc/seedbed-secret/secret"
  "spark.authenticate.secret.executor.file" "/etc/seedbed-secret/secret"
  "spark.network.crypto.enabled" "true"
  "spark.scheduler.maxRegisteredResourcesWaitingTime" "900s"
  "spark.seedbed.metrics.port" "9464"
  "spark.seedbed.metrics.executorPort" "9465"
  "spark.seedbed.metrics.bindAddress" "0.0.0.0"
-}}
{{- if ne .Values.metrics.podMonitor "never" -}}
{{/* Not only if the operator is there: a Job cannot change when the operator comes or goes. */}}
{{/* Longer than the scrape interval of the PodMonitor, so that the last values of a job are scraped. */}}
{{- $_ := set $conf "spark.seedbed.metrics.linger" "20s" -}}
{{- end -}}
{{- if .Values.gpu.count -}}
{{- $_ := set $conf "spark.executor.resource.gpu.amount" (toString .Values.gpu.count) -}}
{{- $_ := set $conf "spark.executor.resource.gpu.vendor" .Values.gpu.vendor -}}
{{- $_ := set $conf "spark.executor.resource.gpu.discoveryScript" .Values.gpu.discoveryScript -}}
{{- $_ := set $conf "spark.task.resource.gpu.amount" "1" -}}
{{- end -}}
{{- if .Values.dynamicAllocation.enabled -}}
{{- $_ := set $conf "spark.dynamicAllocation.enabled" "true" -}}
{{- $_ := set $conf "spark.dynamicAllocation.shuffleTracking.enabled" "true" -}}
{{- $_ := set $conf "spark.dynamicAllocation.minExecutors" (toString .Values.dynamicAllocation.minExecutors) -}}
{{- $_ := set $conf "spark.dynamicAllocation.initialExecutors" (include "seedbed.initialExecutors" .) -}}
{{- $_ := set $conf "spark.dynamicAllocation.maxExecutors" (toString .Values.dynamicAllocation.maxExecutors) -}}
{{- end -}}
{{- if .Values.decommission.enabled -}}
{{- $_ := set $conf "spark.decommission.enabled" "true" -}}
{{- $_ := set $conf "spark.executor.decommission.forceKillTimeout" (printf "%vs" .Values.decommission.gracePeriodSeconds) -}}
{{- end -}}
{{- if eq .Values.storage.kind "s3a" -}}
{{- with .Values.storage.s3a.endpoint -}}{{- $_ := set $conf "spark.hadoop.fs.s3a.endpoint" . -}}{{- end -}}
{{- with .Values.storage.s3a.region -}}{{- $_ := set $conf "spark.hadoop.fs.s3a.endpoint.region" . -}}{{- end -}}
{{- $_ := set $conf "spark.hadoop.fs.s3a.path.style.access" (toString .Values.storage.s3a.pathStyle) -}}
{{- end -}}
{{ toYaml (mergeOverwrite $conf .Values.sparkConf) }}
{{- end -}}

{{- define "seedbed.podSecurityContext" -}}
runAsNonRoot: true
runAsUser: 185
runAsGroup: 185
fsGroup: 185
seccompProfile:
  type: RuntimeDefault
{{- end -}}

{{- define "seedbed.containerSecurityContext" -}}
allowPrivilegeEscalation: false
readOnlyRootFilesystem: true
capabilities:
  drop: [ALL]
{{- end -}}

{{/* Credentials and users of the storage, for driver and executors. */}}
{{- define "seedbed.storageEnv" -}}
{{- if and (eq .Values.storage.kind "s3a") .Values.storage.s3a.credentialsSecret }}
- name: AWS_ACCESS_KEY_ID
  valueFrom:
    secretKeyRef: {name: {{ .Values.storage.s3a.credentialsSecret | quote }}, key: {{ .Values.storage.s3a.accessKeyIdKey | quote }}}
- name: AWS_SECRET_ACCESS_KEY
  valueFrom:
    secretKeyRef: {name: {{ .Values.storage.s3a.credentialsSecret | quote }}, key: {{ .Values.storage.s3a.secretAccessKeyKey | quote }}}
{{- end }}
{{- if eq .Values.storage.kind "hdfs" }}
{{- with .Values.storage.hdfs.user }}
- name: HADOOP_USER_NAME
  value: {{ . | quote }}
{{- end }}
{{- if .Values.storage.hdfs.configMap }}
- name: HADOOP_CONF_DIR
  value: /etc/hadoop/conf
{{- end }}
{{- end }}
{{- end -}}

{{/* Folders that every pod writes to, and the volume of the storage, if it is one. */}}
{{- define "seedbed.volumeMounts" -}}
- {name: tmp, mountPath: /tmp}
- {name: work, mountPath: /opt/spark/work-dir}
{{- if eq .Values.storage.kind "pvc" }}
- {name: storage, mountPath: {{ .Values.storage.pvc.mountPath | quote }}}
{{- end }}
{{- if and (eq .Values.storage.kind "hdfs") .Values.storage.hdfs.configMap }}
- {name: hadoop, mountPath: /etc/hadoop/conf, readOnly: true}
{{- end }}
{{- end -}}

{{- define "seedbed.volumes" -}}
# Native libraries are unpacked here, because the root file system is read-only.
- name: tmp
  emptyDir: {sizeLimit: 8Gi}
- name: work
  emptyDir: {}
{{- if eq .Values.storage.kind "pvc" }}
- name: storage
  persistentVolumeClaim:
    claimName: {{ required "storage.pvc.claim is empty: give the claim that driver and executors write to" .Values.storage.pvc.claim | quote }}
{{- end }}
{{- if and (eq .Values.storage.kind "hdfs") .Values.storage.hdfs.configMap }}
- name: hadoop
  configMap:
    name: {{ .Values.storage.hdfs.configMap | quote }}
{{- end }}
{{- end -}}

{{/* The secret that driver and executors share: who does not know it cannot join. */}}
{{- define "seedbed.secretName" -}}
{{- .Values.security.existingSecret | default (printf "%s-spark" (include "seedbed.name" .)) -}}
{{- end -}}

{{- define "seedbed.secretVolume" -}}
- name: secret
  secret:
    secretName: {{ include "seedbed.secretName" . | quote }}
    items: [{key: secret, path: secret}]
    defaultMode: 0440
{{- end -}}

{{- define "seedbed.secretMount" -}}
- {name: secret, mountPath: /etc/seedbed-secret, readOnly: true}
{{- end -}}

{{/* Placement of a pod. Takes the values of driver or executor. */}}
{{- define "seedbed.placement" -}}
{{- with .nodeSelector }}
nodeSelector: {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .tolerations }}
tolerations: {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .priorityClassName }}
priorityClassName: {{ . | quote }}
{{- end }}
{{- end -}}

{{- define "seedbed.pullSecrets" -}}
{{- with .Values.image.pullSecrets }}
imagePullSecrets:
{{- range . }}
  - name: {{ . | quote }}
{{- end }}
{{- end }}
{{- end -}}

{{/* Executor pod, as a template for Spark. */}}
{{- define "seedbed.executorPod" -}}
metadata:
  labels:
    {{- include "seedbed.podLabels" . | nindent 4 }}
    app.kubernetes.io/component: executor
spec:
  automountServiceAccountToken: false
  serviceAccountName: {{ include "seedbed.name" . }}-executor
  {{- if .Values.decommission.enabled }}
  terminationGracePeriodSeconds: {{ add .Values.decommission.gracePeriodSeconds 30 }}
  {{- end }}
  {{- with include "seedbed.pullSecrets" . | trim }}{{ . | nindent 2 }}{{ end }}
  {{- with include "seedbed.placement" .Values.executor | trim }}{{ . | nindent 2 }}{{ end }}
  securityContext: {{- include "seedbed.podSecurityContext" . | nindent 4 }}
  topologySpreadConstraints:
    - maxSkew: 1
      topologyKey: kubernetes.io/hostname
      whenUnsatisfiable: ScheduleAnyway
      labelSelector:
        matchLabels:
          app.kubernetes.io/instance: {{ .Release.Name | quote }}
          app.kubernetes.io/component: executor
  containers:
    - name: spark-kubernetes-executor
      image: {{ include "seedbed.image" . | quote }}
      imagePullPolicy: {{ .Values.image.pullPolicy }}
      securityContext: {{- include "seedbed.containerSecurityContext" . | nindent 8 }}
      ports:
        - {name: metrics, containerPort: 9465, protocol: TCP}
      env:
        # Executors do not read the file of the secret: Spark 3.5 looks for their master first, which they do not know.
        - name: _SPARK_AUTH_SECRET
          valueFrom: {secretKeyRef: {name: {{ include "seedbed.secretName" . | quote }}, key: encoded}}
        {{- with include "seedbed.storageEnv" . | trim }}
        {{- . | nindent 8 }}
        {{- end }}
      volumeMounts: {{- include "seedbed.volumeMounts" . | nindent 8 }}
  volumes: {{- include "seedbed.volumes" . | nindent 4 }}
{{- end -}}

{{/* Driver pod, which runs spark-submit in client mode. */}}
{{- define "seedbed.driverPod" -}}
metadata:
  labels:
    {{- include "seedbed.podLabels" . | nindent 4 }}
    app.kubernetes.io/component: driver
    spark-role: driver
  # The pod brings its files along, so that a retry finds them whatever became of the release.
  annotations:
    {{- range $name, $text := include "seedbed.config" . | fromYaml }}
    seedbed/{{ $name }}: {{ $text | toJson }}
    {{- end }}
spec:
  restartPolicy: Never
  serviceAccountName: {{ include "seedbed.name" . }}-driver
  automountServiceAccountToken: true
  {{- with include "seedbed.pullSecrets" . | trim }}{{ . | nindent 2 }}{{ end }}
  {{- with include "seedbed.placement" .Values.driver | trim }}{{ . | nindent 2 }}{{ end }}
  securityContext: {{- include "seedbed.podSecurityContext" . | nindent 4 }}
  containers:
    - name: driver
      image: {{ include "seedbed.image" . | quote }}
      imagePullPolicy: {{ .Values.image.pullPolicy }}
      args:
        - /opt/spark/bin/spark-submit
        - --properties-file
        - /etc/seedbed/spark.properties
        - --conf
        - spark.driver.host=$(POD_IP)
        - --conf
        - spark.driver.bindAddress=$(POD_IP)
        - --conf
        - spark.kubernetes.driver.pod.name=$(POD_NAME)
        - --class
        - org.seedbed.job.Seedbed
        - local:///opt/seedbed/seedbed.jar
        {{- include "seedbed.arguments" . | nindent 8 }}
      env:
        - name: POD_IP
          valueFrom: {fieldRef: {fieldPath: status.podIP}}
        - name: POD_NAME
          valueFrom: {fieldRef: {fieldPath: metadata.name}}
        {{- with include "seedbed.storageEnv" . | trim }}
        {{- . | nindent 8 }}
        {{- end }}
      ports:
        - {name: driver, containerPort: 7078, protocol: TCP}
        - {name: blocks, containerPort: 7079, protocol: TCP}
        - {name: metrics, containerPort: 9464, protocol: TCP}
      resources:
        requests:
          cpu: {{ .Values.driver.cores | quote }}
          memory: {{ include "seedbed.driverMemory" . }}
        limits:
          memory: {{ include "seedbed.driverMemory" . }}
      securityContext: {{- include "seedbed.containerSecurityContext" . | nindent 8 }}
      volumeMounts:
        - {name: config, mountPath: /etc/seedbed, readOnly: true}
        {{- include "seedbed.secretMount" . | nindent 8 }}
        {{- include "seedbed.volumeMounts" . | nindent 8 }}
  volumes:
    {{- include "seedbed.secretVolume" . | nindent 4 }}
    - name: config
      downwardAPI:
        items:
          {{- range $name, $_ := include "seedbed.config" . | fromYaml }}
          - path: {{ $name }}
            fieldRef: {fieldPath: "metadata.annotations['seedbed/{{ $name }}']"}
          {{- end }}
    {{- include "seedbed.volumes" . | nindent 4 }}
{{- end -}}

{{/* Heap plus overhead in MiB; both values have Spark's format, such as 512m or 2g. */}}
{{- define "seedbed.driverMemory" -}}
{{- $mebibytes := 0 -}}
{{- range list .Values.driver.memory .Values.driver.memoryOverhead -}}
{{- $mebibytes = add $mebibytes (mul (regexFind "^[0-9]+" . | int) (ternary 1024 1 (hasSuffix "g" .))) -}}
{{- end -}}
{{ $mebibytes }}Mi
{{- end -}}

{{/* Files that the driver reads from /etc/seedbed. */}}
{{- define "seedbed.config" -}}
experiment.yaml: |
  {{- toYaml .Values.experiment | nindent 2 }}
{{- if ne .Values.mode "SparkApplication" }}
executor.yaml: |
  apiVersion: v1
  kind: Pod
  {{- include "seedbed.executorPod" . | nindent 2 }}
spark.properties: |
  spark.master {{ .Values.master }}
  spark.submit.deployMode client
  spark.kubernetes.namespace {{ .Release.Namespace }}
  spark.kubernetes.container.image {{ include "seedbed.image" . }}
  spark.kubernetes.container.image.pullPolicy {{ .Values.image.pullPolicy }}
  spark.kubernetes.authenticate.executor.serviceAccountName {{ include "seedbed.name" . }}-executor
  spark.kubernetes.executor.podTemplateFile /etc/seedbed/executor.yaml
  spark.kubernetes.executor.podTemplateContainerName spark-kubernetes-executor
  spark.driver.memory {{ .Values.driver.memory }}
  {{- if not .Values.dynamicAllocation.enabled }}
  spark.executor.instances {{ .Values.executor.instances }}
  {{- end }}
  spark.executor.cores {{ .Values.executor.cores }}
  spark.executor.memory {{ .Values.executor.memory }}
  spark.executor.memoryOverhead {{ .Values.executor.memoryOverhead }}
  {{- range $key, $value := include "seedbed.sparkConf" . | fromYaml }}
  {{ $key }} {{ $value }}
  {{- end }}
{{- end }}
{{- end -}}

{{/* Spec of the Job, which runs a driver until the work is done. */}}
{{- define "seedbed.jobSpec" -}}
{{- with include "seedbed.suspended" . | trim }}{{ . }}
{{ end -}}
backoffLimit: {{ .Values.job.backoffLimit }}
{{- if .Values.job.activeDeadlineSeconds }}
activeDeadlineSeconds: {{ .Values.job.activeDeadlineSeconds }}
{{- end }}
{{- if .Values.job.ttlSecondsAfterFinished }}
ttlSecondsAfterFinished: {{ .Values.job.ttlSecondsAfterFinished }}
{{- end }}
# Never run two drivers on one folder: start the next one only after the last has ended.
podReplacementPolicy: Failed
podFailurePolicy:
  rules:
    # Retrying a bad experiment or a bad request is useless.
    - action: FailJob
      onExitCodes: {containerName: driver, operator: In, values: [2]}
    # A disrupted pod is not a failure of the driver.
    - action: Ignore
      onPodConditions: [{type: DisruptionTarget, status: "True"}]
template: {{- include "seedbed.driverPod" . | nindent 2 }}
{{- end -}}

{{/* Whether to create an object for the Prometheus operator: auto, always or never. */}}
{{- define "seedbed.wanted" -}}
{{- if or (eq .when "always") (and (eq .when "auto") (.root.Capabilities.APIVersions.Has "monitoring.coreos.com/v1")) }}yes{{ end -}}
{{- end -}}

{{- define "seedbed.monitoringMetadata" -}}
name: {{ include "seedbed.name" .root }}
annotations: {{- toYaml .annotations | nindent 2 }}
labels:
  {{- include "seedbed.labels" .root | nindent 2 }}
  {{- with .root.Values.metrics.labels }}{{ toYaml . | nindent 2 }}{{ end }}
{{- end -}}

{{/* Objects for the Prometheus operator. Takes the root and the annotations of the objects. */}}
{{- define "seedbed.monitoring" -}}
{{- $metadata := include "seedbed.monitoringMetadata" . -}}
{{- with .root -}}
{{- if include "seedbed.wanted" (dict "root" . "when" .Values.metrics.podMonitor) }}
---
apiVersion: monitoring.coreos.com/v1
kind: PodMonitor
metadata: {{- $metadata | nindent 2 }}
spec:
  # Sets the label job="seedbed", as monitoring/prometheus does.
  jobLabel: app.kubernetes.io/name
  selector:
    matchLabels:
      app.kubernetes.io/name: seedbed
      app.kubernetes.io/instance: {{ .Release.Name | quote }}
  podMetricsEndpoints:
    - port: metrics
      path: /metrics
      interval: 15s
{{- end }}
{{- if include "seedbed.wanted" (dict "root" . "when" .Values.metrics.prometheusRule) }}
---
apiVersion: monitoring.coreos.com/v1
kind: PrometheusRule
metadata: {{- $metadata | nindent 2 }}
spec:
  groups:
    {{- range $path, $_ := .Files.Glob "rules/*.yaml" }}
    {{- ($.root.Files.Get $path | fromYaml).groups | toYaml | nindent 4 }}
    {{- end }}
{{- end }}
{{- end }}
{{- end -}}
