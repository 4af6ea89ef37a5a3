// SPDX-License-Identifier: GPL-2.0-only
/* Loading a request, and leaving for it: what load, initrd, append, kexec and go share. */
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>
#include "cmd.h"

/**
 * struct job - one attempt to load
 * @name: who speaks
 * @subject: the file that messages are about
 */
struct job {
	const char *name;
	const char *subject;
	struct machine machine;
	struct file kernel;
	struct file initrd[REQUEST_MAX_INITRDS];
	struct kexec_image img;
};

int saved_request(struct boot_request *req, struct reason *why)
{
	struct reason ignored = { "" };
	struct blob b;
	int err = os_read_small(REQUEST_PATH, &req->arena, &b, &ignored);

	if (err)
		return because(why, err, "nothing was loaded yet: load FILE first");
	return request_read(req, b, why);
}

/* A file, or what a server has: then it is in memory from here on. */
static int open_file(struct job *job, const char *name, struct file *file)
{
	struct fetch_options o = FETCH_DEFAULTS;
	struct fetch_bar bar;
	int err;

	job->subject = name;
	if (!is_url(name))
		return os_open(name, file, &job->img.why);
	fetch_bar_open(&bar, job->name, name, &o);
	err = os_open_url(name, file, &o, &job->img.why);
	progress_close(&bar.progress);
	return err;
}

/* A file, or a disk that has a boot sector. */
static int open_kernel(struct job *job, const struct boot_request *req)
{
	struct kexec_image *img = &job->img;
	int err;

	job->subject = req->kernel;
	img->kernel.name = req->kernel;
	err = is_url(req->kernel) ? 1 :
				    os_open_boot_sector(req->kernel, &img->arena, &img->kernel.data,
							&img->disk, &img->why);
	if (err <= 0)
		return err;
	err = open_file(job, req->kernel, &job->kernel);
	img->kernel.data = job->kernel.map;
	if (!err)
		os_file_device(&job->kernel, &img->device);
	return err;
}

/* What is not to be found here, and needs no server to be seen, shows before anything is fetched. */
static int find_files(struct job *job, const struct boot_request *req)
{
	for (unsigned int i = 0; i < req->n_initrds; i++) {
		job->subject = req->initrd[i];
		if (!is_url(req->initrd[i]) && access(req->initrd[i], R_OK) < 0)
			return because(&job->img.why, -errno, "%s", strerror(errno));
	}
	return 0;
}

/* Open all files: whatever is missing, or too large, shows before anything is read. */
static int open_files(struct job *job, const struct boot_request *req)
{
	struct kexec_image *img = &job->img;
	int err;

	err = open_kernel(job, req);
	for (unsigned int i = 0; !err && i < req->n_initrds; i++) {
		err = open_file(job, req->initrd[i], &job->initrd[i]);
		img->initrd[i] = (struct input){ req->initrd[i], job->initrd[i].map };
		img->n_initrds = i + 1;
	}
	if (err)
		return err;
	job->subject = req->kernel;
	return image_check_inputs(img);
}

static int read_file(struct job *job, const struct file *file, const char *name)
{
	struct progress bar;
	int err;

	job->subject = name;
	progress_open(&bar);
	err = os_read(file, name, progress_show, &bar, &job->img.why);
	progress_close(&bar);
	return err;
}

/* The plan is made as soon as the kernel is read: it decides whether the initrds are worth reading. */
static int read_and_plan(struct job *job, const struct boot_request *req)
{
	int err = read_file(job, &job->kernel, req->kernel);

	if (!err)
		err = image_open(&job->img);
	if (!err && image_wants_bios(&job->img))
		os_bios_facts(&job->machine);
	if (!err)
		err = image_build(&job->img);
	for (unsigned int i = 0; !err && i < req->n_initrds; i++)
		err = read_file(job, &job->initrd[i], req->initrd[i]);
	if (!err)
		job->subject = req->kernel;
	return err;
}

/* Remember for show, initrd and append. The image is loaded already: failing here is no failure. */
static void remember(const char *name, const struct boot_request *req, const struct text *plan)
{
	struct reason why = { "" };
	struct text t = { 0 };
	int err;

	/* a crash kernel is not what go starts; on a distribution there is no session */
	if (req->crash || access(SESSION_DIR, W_OK) < 0)
		return;
	request_write(req, &t);
	err = os_write_small(REQUEST_PATH, t.p, t.n, &why);
	if (!err)
		err = os_write_small(PLAN_PATH, plan->p, plan->n, &why);
	text_free(&t);
	if (!err)
		return;
	/* what was loaded before must not pass for this */
	unlink(REQUEST_PATH);
	unlink(PLAN_PATH);
	fprintf(stderr, "%s: loaded, but not remembered: %s\n", name, why.text);
}

static int seal_and_load(struct job *job, const char *name, bool dry, bool verbose)
{
	struct text plan = { 0 };
	int err = 0;

	image_seal(&job->img);
	if (!dry)
		err = os_kexec_load(&job->img);
	image_plan(&job->img, true, &plan);
	if (!err && !dry)
		remember(name, job->img.req, &plan);
	if (verbose && !err)
		print_text(&plan);
	text_free(&plan);
	return err;
}

int end_load(const char *name, int status)
{
	struct reason why = { "" };

	if (status == DONE || os_kexec_loaded(&why) != 1)
		return status;
	if (os_kexec_unload(&why))
		return refuse(name, NULL, &why);
	fprintf(stderr, "%s: what was loaded before is unloaded\n", name);
	return status;
}

/* A page that was read is gone again, and the disk does not give it a second time. */
static void on_bus_error(int signal)
{
	static const char text[] = "a file changed or could not be read while loading\n";
	ssize_t n = write(STDERR_FILENO, text, sizeof(text) - 1);

	(void)signal;
	(void)n; /* nobody is left to be told */
	_exit(REFUSED);
}

/* Not every target may have the whole machine. */
static int restrict_machine(struct machine *m, const struct boot_request *req, struct reason *why)
{
	int err = 0;

	if (req->crash) {
		err = os_crash_facts(&m->crash, &m->arena, why);
		return err ? err : machine_for_crash(m, req, why);
	}
	if (req->jump) {
		err = os_jump_facts(&m->jump, why);
		return err ? err : machine_for_jump(m, req, why);
	}
	return err;
}

int load_request(const char *name, struct boot_request *req, bool dry, bool verbose)
{
	static struct job job;
	int status = DONE;
	int err;

	signal(SIGBUS, on_bus_error);
	job = (struct job){ .name = name };
	job.img.req = req;
	job.img.machine = &job.machine;
	err = os_machine(&job.machine, &job.img.why);
	if (!err)
		err = restrict_machine(&job.machine, req, &job.img.why);
	if (!err)
		err = find_files(&job, req);
	if (!err)
		err = open_files(&job, req);
	if (!err)
		err = read_and_plan(&job, req);
	if (!err)
		err = seal_and_load(&job, name, dry, verbose);
	if (err)
		status = refuse(name, job.subject, &job.img.why);
	image_free(&job.img);
	os_close(&job.kernel);
	for (unsigned int i = 0; i < REQUEST_MAX_INITRDS; i++)
		os_close(&job.initrd[i]);
	machine_free(&job.machine);
	return status;
}

static const char *leaver;

static void say_mount(const char *dir, const char *what)
{
	fprintf(stderr, "%s: %s: %s\n", leaver, dir, what);
}

int start(const char *name, bool at_once)
{
	struct reason why = { "" };
	int loaded = os_kexec_loaded(&why);

	if (!loaded)
		because(&why, -EINVAL, "nothing is loaded: load FILE first");
	if (loaded <= 0)
		return refuse(name, NULL, &why);
	leaver = name;
	if (!at_once) {
		os_sync();
		os_unmount_disks(say_mount);
		os_net_down();
	}
	fflush(NULL);
	os_kexec_reboot(&why);
	return refuse(name, NULL, &why);
}
