{{- /* A Deployment of bot or worker; they differ in their rights, their number and how the bot leaves its service. */ -}}
{{- define "tocsin.role" -}}
{{- $root := .root }}
{{- $component := .component }}
{{- $own := index $root.Values $component }}
{{- $scope := dict "root" $root "component" $component }}
apiVersion: apps/v1
kind: Deployment
metadata:
  name: {{ include "tocsin.name" $root }}-{{ $component }}
  namespace: {{ $root.Release.Namespace }}
  labels: {{- include "tocsin.labels" $scope | nindent 4 }}
spec:
  replicas: {{ $own.replicas }}
  strategy:
    type: RollingUpdate
    rollingUpdate: { maxSurge: 1, maxUnavailable: 0 }
  selector:
    matchLabels: {{- include "tocsin.selector" $scope | nindent 6 }}
  template:
    metadata:
      labels: {{- include "tocsin.selector" $scope | nindent 8 }}
      {{- with $root.Values.podAnnotations }}
      annotations: {{- toYaml . | nindent 8 }}
      {{- end }}
    spec:
      {{- if eq $component "worker" }}
      serviceAccountName: {{ include "tocsin.name" $root }}
      {{- else }}
      automountServiceAccountToken: false
      {{- end }}
      # A stop takes ten seconds at most.
      terminationGracePeriodSeconds: 15
      topologySpreadConstraints:
        - maxSkew: 1
          topologyKey: kubernetes.io/hostname
          whenUnsatisfiable: ScheduleAnyway
          labelSelector:
            matchLabels: {{- include "tocsin.selector" $scope | nindent 14 }}
      {{- include "tocsin.pod" $root | nindent 6 }}
      containers:
        - name: tocsin
          args: [start, --role, {{ $component }}]
          {{- include "tocsin.container" $root | nindent 10 }}
          envFrom:
            - secretRef: { name: {{ $root.Values.existingSecret }} }
          ports:
            - { name: http, containerPort: 3000 }
          # Alive: it answers. Ready: the database answers, Slack is connected, no due work has waited for 30 seconds.
          startupProbe:
            httpGet: { path: /healthz, port: http }
            periodSeconds: 2
            failureThreshold: 60
          livenessProbe:
            httpGet: { path: /healthz, port: http }
            periodSeconds: 10
            timeoutSeconds: 5
            failureThreshold: 6
          readinessProbe:
            httpGet: { path: /readyz, port: http }
            periodSeconds: 5
            timeoutSeconds: 5
            failureThreshold: 3
          {{- if eq $component "bot" }}
          lifecycle:
            # Until everybody has heard that this pod is going, requests still come.
            preStop: { sleep: { seconds: 3 } }
          {{- end }}
          resources: {{- toYaml $own.resources | nindent 12 }}
{{- end }}
